package io.tollgate.billing.payment;

import static org.springdoc.core.fn.builders.apiresponse.Builder.responseBuilder;
import static org.springdoc.core.fn.builders.parameter.Builder.parameterBuilder;

import io.swagger.v3.oas.annotations.enums.ParameterIn;
import org.springdoc.core.fn.builders.operation.Builder;

/** What the API description says of {@code /billing/payments}. */
final class PaymentDocs {

    private PaymentDocs() {}

    static void mine(Builder operation) {
        operation
                .tag("Payments")
                .operationId("listMyPayments")
                .summary("My payments, the newest first")
                .description(
                        "`status` is one of pending, failed, canceled, succeeded, partially_refunded, refunded, "
                                + "disputed, reversed (lost in a dispute). `receipt_url` is the receipt at the payment provider.")
                .parameter(number("limit", "1 to 100; 100 when absent"))
                .parameter(number("offset", "from 0"))
                .response(responseBuilder().responseCode("200").implementationArray(PaymentView.class))
                .response(responseBuilder()
                        .responseCode("401")
                        .description("`not_authenticated`, `token_expired`, `token_invalid`"))
                .response(responseBuilder().responseCode("403").description("`account_not_active`"))
                .response(responseBuilder().responseCode("422").description("`validation_failed`"));
    }

    private static org.springdoc.core.fn.builders.parameter.Builder number(String name, String description) {
        return parameterBuilder()
                .in(ParameterIn.QUERY)
                .name(name)
                .description(description)
                .implementation(Integer.class);
    }
}
