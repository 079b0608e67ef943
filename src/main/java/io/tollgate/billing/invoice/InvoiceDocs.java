package io.tollgate.billing.invoice;

import static io.tollgate.billing.invoice.DocParts.answer;
import static io.tollgate.billing.invoice.DocParts.path;
import static io.tollgate.billing.invoice.DocParts.query;
import static io.tollgate.billing.invoice.DocParts.user;
import static io.tollgate.platform.openapi.Parts.refusal;

import java.util.UUID;
import org.springdoc.core.fn.builders.operation.Builder;

/** What the API description says of {@code /billing/invoices}. */
final class InvoiceDocs {

    private static final String TAG = "Invoices";

    private InvoiceDocs() {}

    static void list(Builder operation) {
        DocParts.list(user(operation, TAG), InvoiceView.class)
                .operationId("listInvoices")
                .summary("One's own invoices, the newest first")
                .description(
                        "Those that Tollgate issues. What a subscription at Stripe is paid with is listed as payments, with "
                                + "Stripe's own documents: `GET /billing/payments/me`.")
                .parameter(query("status", String.class, "open, paid, void or uncollectible"))
                .response(refusal("422", "`validation_failed`"));
    }

    static void show(Builder operation) {
        user(operation, TAG)
                .operationId("getInvoice")
                .summary("One of one's own invoices, with its lines and credit notes")
                .parameter(path("id", UUID.class))
                .response(answer("200", InvoiceView.class))
                .response(refusal("404", "`invoice_not_found`: also somebody else's"))
                .response(refusal("422", "`validation_failed`: the id is not a UUID"));
    }

    static void pdf(Builder operation) {
        user(operation, TAG)
                .operationId("getInvoicePdf")
                .summary("One of one's own invoices as PDF")
                .parameter(path("id", UUID.class))
                .response(DocParts.pdf())
                .response(refusal("404", "`invoice_not_found`: also somebody else's"))
                .response(refusal("422", "`validation_failed`: the id is not a UUID"))
                .response(refusal("503", "`busy`: too many are made at once"));
    }
}
