package io.tollgate.billing.collection;

import static io.tollgate.platform.openapi.Parts.refusal;
import static org.springdoc.core.fn.builders.apiresponse.Builder.responseBuilder;
import static org.springdoc.core.fn.builders.parameter.Builder.parameterBuilder;

import io.swagger.v3.oas.annotations.enums.ParameterIn;
import java.util.UUID;
import org.springdoc.core.fn.builders.operation.Builder;

/** What the API description says of paying an invoice. */
final class PayDocs {

    private PayDocs() {}

    static void pay(Builder operation) {
        operation
                .tag("Invoices")
                .operationId("payInvoice")
                .summary("Get the page to pay one's invoice on")
                .description(
                        "Stripe's checkout or Paymob's, whoever collects from this customer. Asked again while the page is "
                                + "open, the answer is the same page: there is one way to pay at a time. A page stays open for less "
                                + "than a day; the card used on Stripe's is kept for later invoices.")
                .parameter(parameterBuilder().name("id").in(ParameterIn.PATH).implementation(UUID.class))
                .parameter(parameterBuilder()
                        .in(ParameterIn.HEADER)
                        .name("Idempotency-Key")
                        .description("Makes a repeated request safe for 24 hours"))
                .response(responseBuilder().responseCode("200").implementation(PayView.class))
                .response(refusal("401", "`not_authenticated`, `token_expired`, `token_invalid`"))
                .response(refusal("403", "`account_not_active`"))
                .response(refusal("404", "`invoice_not_found`: there is none, or it is somebody else's"))
                .response(refusal(
                        "409",
                        "`invoice_not_open` with `status`; `invoice_paid_by_hand`: by a bank transfer or the like; "
                                + "`payment_in_progress`: a charge is on its way, ask again later"))
                .response(refusal("422", "`validation_failed`: the id is not a UUID"))
                .response(refusal("502", "`payment_provider_error` with `reason`: the provider would not open a page"))
                .response(refusal("503", "`payment_provider_unavailable`"));
    }
}
