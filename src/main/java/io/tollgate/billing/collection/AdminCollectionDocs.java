package io.tollgate.billing.collection;

import static io.tollgate.platform.openapi.Parts.id;
import static io.tollgate.platform.openapi.Parts.refusal;
import static org.springdoc.core.fn.builders.apiresponse.Builder.responseBuilder;
import static org.springdoc.core.fn.builders.content.Builder.contentBuilder;
import static org.springdoc.core.fn.builders.exampleobject.Builder.exampleOjectBuilder;
import static org.springdoc.core.fn.builders.parameter.Builder.parameterBuilder;
import static org.springdoc.core.fn.builders.requestbody.Builder.requestBodyBuilder;
import static org.springdoc.core.fn.builders.schema.Builder.schemaBuilder;

import io.swagger.v3.oas.annotations.enums.ParameterIn;
import org.springdoc.core.fn.builders.operation.Builder;

/** What the API description says of how invoices get paid. */
final class AdminCollectionDocs {

    private static final String TAG = "Administration: invoices";
    private static final String NO_TOKEN = "`not_authenticated`, `token_expired`, `token_invalid`";
    private static final String NO_ADMIN = "`admin_required`, `account_not_active`";
    private static final String SENSITIVE = NO_ADMIN + ", `reauthentication_required`: the last login is too long ago";

    private AdminCollectionDocs() {}

    static void attempts(Builder operation) {
        operation
                .tag(TAG)
                .operationId("adminListCollectionAttempts")
                .summary("How an invoice gets paid: each attempt and the next one (administrators)")
                .description(
                        "`unresolved`: the provider has not answered for days. It is looked once a day what became of it; "
                                + "who knows better notes with `mark-paid` what has arrived.")
                .parameter(id())
                .response(responseBuilder().responseCode("200").implementation(CollectionView.class))
                .response(refusal("401", NO_TOKEN))
                .response(refusal("403", NO_ADMIN))
                .response(refusal("404", "`invoice_not_found`: there is none, or nothing was ever to be collected"))
                .response(refusal("422", "`validation_failed`: the id is not a UUID"));
    }

    static void markPaid(Builder operation) {
        operation
                .tag(TAG)
                .operationId("adminMarkInvoicePaid")
                .summary("Note money that has come by another way (administrators)")
                .description(
                        "Without `amount_cents` all that is open; what is more goes to the customer's credit. A page that "
                                + "is open to pay on is closed. The same reference again changes nothing.")
                .parameter(id())
                .parameter(parameterBuilder()
                        .in(ParameterIn.HEADER)
                        .name("Idempotency-Key")
                        .description("Makes a repeated request safe for 24 hours"))
                .requestBody(requestBodyBuilder()
                        .required(true)
                        .content(contentBuilder()
                                .mediaType("application/json")
                                .schema(schemaBuilder().implementation(MarkPaidRequest.class))
                                .example(exampleOjectBuilder()
                                        .name("transfer")
                                        .value("{\"reference\": \"Bank transfer 2026-03-02, TX-81734\"}"))))
                .response(responseBuilder().responseCode("200").implementation(MarkedView.class))
                .response(refusal("401", NO_TOKEN))
                .response(refusal("403", SENSITIVE))
                .response(refusal("404", "`invoice_not_found`"))
                .response(refusal(
                        "409",
                        "`invoice_not_open` with `status`; `payment_in_progress`: a charge is on its way, and whether it "
                                + "takes the money is not known yet"))
                .response(refusal("422", "`validation_failed`"));
    }

    static void markRefunded(Builder operation) {
        operation
                .tag(TAG)
                .operationId("adminMarkCreditNoteRefunded")
                .summary("Note money that was given back by hand (administrators)")
                .description(
                        "What was paid by a bank transfer or the like cannot be given back by itself: the refund of its "
                                + "credit note waits for this.")
                .parameter(id())
                .parameter(parameterBuilder()
                        .in(ParameterIn.HEADER)
                        .name("Idempotency-Key")
                        .description("Makes a repeated request safe for 24 hours"))
                .requestBody(requestBodyBuilder()
                        .required(true)
                        .content(contentBuilder()
                                .mediaType("application/json")
                                .schema(schemaBuilder().implementation(ReturnedRequest.class))
                                .example(exampleOjectBuilder()
                                        .name("transfer")
                                        .value("{\"reference\": \"Bank transfer 2026-03-09, TX-90210\"}"))))
                .response(responseBuilder().responseCode("200").implementation(ReturnedView.class))
                .response(refusal("401", NO_TOKEN))
                .response(refusal("403", SENSITIVE))
                .response(refusal("404", "`no_refund_waiting`"))
                .response(refusal("422", "`validation_failed`"));
    }
}
