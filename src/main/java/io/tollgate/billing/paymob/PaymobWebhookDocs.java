package io.tollgate.billing.paymob;

import static org.springdoc.core.fn.builders.apiresponse.Builder.responseBuilder;
import static org.springdoc.core.fn.builders.parameter.Builder.parameterBuilder;

import io.swagger.v3.oas.annotations.enums.ParameterIn;
import org.springdoc.core.fn.builders.operation.Builder;

/** What the API document says of the webhook. */
final class PaymobWebhookDocs {

    private PaymobWebhookDocs() {}

    static void receive(Builder operation) {
        operation
                .operationId("receivePaymobCallback")
                .tag("Paymob")
                .summary("Takes a transaction callback from Paymob")
                .description(
                        "Paymob calls this. Each state of a transaction is stored once, however often it is delivered, "
                                + "and worked on later. Callbacks about anything else are answered and forgotten.")
                .parameter(parameterBuilder()
                        .in(ParameterIn.QUERY)
                        .name("hmac")
                        .required(true)
                        .description("HMAC-SHA512 of the transaction, 128 hex digits")
                        .example("fa8ac0b7f3852e60c50e7fdd4ea5ef0bda96030c19dea1d55df8c76d6c08ab18"
                                + "77774662cbb04981dc84839ad4da560bcc8cb53b8973548657f7e8f8d2e79930"))
                .response(responseBuilder().responseCode("200").description("Stored, now or before"))
                .response(responseBuilder()
                        .responseCode("400")
                        .description("`webhook_signature_invalid` or `webhook_invalid`"))
                .response(responseBuilder().responseCode("413").description("`body_too_large`: above 512 KB"))
                .response(responseBuilder()
                        .responseCode("503")
                        .description("`unavailable`: not stored; Paymob delivers it again"));
    }
}
