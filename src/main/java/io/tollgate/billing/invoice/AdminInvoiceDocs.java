package io.tollgate.billing.invoice;

import static io.tollgate.billing.invoice.DocParts.admin;
import static io.tollgate.billing.invoice.DocParts.answer;
import static io.tollgate.billing.invoice.DocParts.idempotent;
import static io.tollgate.billing.invoice.DocParts.path;
import static io.tollgate.billing.invoice.DocParts.query;
import static io.tollgate.billing.invoice.DocParts.sensitive;
import static io.tollgate.platform.openapi.Parts.body;
import static io.tollgate.platform.openapi.Parts.refusal;

import java.util.UUID;
import org.springdoc.core.fn.builders.operation.Builder;

/** What the API description says of {@code /admin/invoices}. */
final class AdminInvoiceDocs {

    private static final String TAG = "Administration: invoices";
    private static final String UNKNOWN = "`invoice_not_found`";
    private static final String NO_ID = "`validation_failed`: the id is not a UUID";

    private AdminInvoiceDocs() {}

    static void list(Builder operation) {
        DocParts.list(admin(operation, TAG), InvoiceView.class)
                .operationId("adminListInvoices")
                .summary("All invoices, the newest first (administrators)")
                .parameter(query("status", String.class, "open, paid, void or uncollectible"))
                .parameter(query("user_id", UUID.class, "only this user's"))
                .parameter(query("subscription_id", UUID.class, "only this subscription's"))
                .parameter(query("number", String.class, "the one with this number"))
                .response(refusal("422", "`validation_failed`"));
    }

    static void show(Builder operation) {
        admin(operation, TAG)
                .operationId("adminGetInvoice")
                .summary("An invoice with its lines and credit notes (administrators)")
                .parameter(path("id", UUID.class))
                .response(answer("200", InvoiceView.class))
                .response(refusal("404", UNKNOWN))
                .response(refusal("422", NO_ID));
    }

    static void pdf(Builder operation) {
        admin(operation, TAG)
                .operationId("adminGetInvoicePdf")
                .summary("An invoice as PDF (administrators)")
                .parameter(path("id", UUID.class))
                .response(DocParts.pdf())
                .response(refusal("404", UNKNOWN))
                .response(refusal("422", NO_ID))
                .response(refusal("503", "`busy`: too many are made at once"));
    }

    static void voidIt(Builder operation) {
        sensitive(operation, TAG)
                .operationId("adminVoidInvoice")
                .summary("Void an invoice: nobody owes it any more (administrators)")
                .description(
                        "What the account gave for it goes back to the account. One of which something was paid is credited "
                                + "instead.")
                .parameter(path("id", UUID.class))
                .response(answer("200", InvoiceView.class))
                .response(refusal("404", UNKNOWN))
                .response(refusal("409", "`invoice_not_voidable` with `status_now`"))
                .response(refusal("422", NO_ID));
    }

    static void giveUp(Builder operation) {
        sensitive(operation, TAG)
                .operationId("adminMarkInvoiceUncollectible")
                .summary("Give an open invoice up as uncollectible (administrators)")
                .description("A payment that arrives after all pays it.")
                .parameter(path("id", UUID.class))
                .response(answer("200", InvoiceView.class))
                .response(refusal("404", UNKNOWN))
                .response(refusal("409", "`invoice_not_open` with `status_now`"))
                .response(refusal("422", NO_ID));
    }

    static void credit(Builder operation) {
        sensitive(operation, TAG)
                .operationId("adminCreditInvoice")
                .summary("Issue a credit note (administrators)")
                .description(
                        "Takes `amount`, before tax, off the invoice or off one of its lines; without it all that is left. What is "
                                + "still owed gets less first; what was paid goes to the account's credit, or back to where it was paid "
                                + "from with `refund`. Never more than is left, however many ask at once.")
                .parameter(path("id", UUID.class))
                .parameter(idempotent())
                .requestBody(body(
                        CreditNoteRequest.class,
                        "{\"line\": 1, \"amount\": 500, \"reason\": \"Outage on 3 May\", \"refund\": false}"))
                .response(answer("201", CreditNoteView.class))
                .response(refusal("404", "`invoice_not_found`, `invoice_line_not_found`"))
                .response(refusal(
                        "409",
                        "`invoice_not_correctable`, also after a hundred notes, `credit_too_high` with `creditable`, what is left"
                                + " before tax"))
                .response(refusal("422", "`validation_failed`"));
    }

    static void debit(Builder operation) {
        sensitive(operation, TAG)
                .operationId("adminDebitInvoice")
                .summary("Issue a debit note (administrators)")
                .description(
                        "Asks for what the invoice asked too little, at the taxes it had. The note is an invoice of its own, in its "
                                + "own series, which is collected like any other.")
                .parameter(path("id", UUID.class))
                .parameter(idempotent())
                .requestBody(
                        body(DebitNoteRequest.class, "{\"amount\": 500, \"reason\": \"Usage that was not counted\"}"))
                .response(answer("201", InvoiceView.class))
                .response(refusal("404", UNKNOWN))
                .response(refusal("409", "`invoice_not_correctable` with `status_now`"))
                .response(refusal("422", "`validation_failed`"));
    }
}
