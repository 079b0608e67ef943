package io.tollgate.billing.payment;

import static io.tollgate.platform.openapi.Parts.id;
import static io.tollgate.platform.openapi.Parts.refusal;
import static org.springdoc.core.fn.builders.apiresponse.Builder.responseBuilder;
import static org.springdoc.core.fn.builders.content.Builder.contentBuilder;
import static org.springdoc.core.fn.builders.exampleobject.Builder.exampleOjectBuilder;
import static org.springdoc.core.fn.builders.parameter.Builder.parameterBuilder;
import static org.springdoc.core.fn.builders.requestbody.Builder.requestBodyBuilder;
import static org.springdoc.core.fn.builders.schema.Builder.schemaBuilder;

import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.tollgate.platform.openapi.PagedAnswer;
import java.util.UUID;
import org.springdoc.core.fn.builders.operation.Builder;

/** What the API description says of {@code /admin/payments}. */
final class AdminPaymentDocs {

    private static final String TAG = "Administration: payments";
    private static final String NO_TOKEN = "`not_authenticated`, `token_expired`, `token_invalid`";
    private static final String NO_ADMIN = "`admin_required`, `account_not_active`";
    private static final String SENSITIVE = NO_ADMIN + ", `reauthentication_required`: the last login is too long ago";

    private AdminPaymentDocs() {}

    static void list(Builder operation) {
        operation
                .tag(TAG)
                .operationId("adminListPayments")
                .summary("All payments, the newest first (administrators)")
                .parameter(query("user_id", UUID.class, "only this user's"))
                .parameter(query("limit", Integer.class, "1 to 100; 20 when absent"))
                .parameter(query("offset", Integer.class, "from 0"))
                .response(PagedAnswer.of(AdminPaymentView.class, "The newest first"))
                .response(refusal("401", NO_TOKEN))
                .response(refusal("403", NO_ADMIN))
                .response(refusal("422", "`validation_failed`"));
    }

    static void show(Builder operation) {
        operation
                .tag(TAG)
                .operationId("adminGetPayment")
                .summary("A payment with its attempts, refunds and disputes (administrators)")
                .parameter(id())
                .response(responseBuilder().responseCode("200").implementation(PaymentDetail.class))
                .response(refusal("401", NO_TOKEN))
                .response(refusal("403", NO_ADMIN))
                .response(refusal("404", "`payment_not_found`"))
                .response(refusal("422", "`validation_failed`: the id is not a UUID"));
    }

    static void refund(Builder operation) {
        operation
                .tag(TAG)
                .operationId("adminRefundPayment")
                .summary("Give a payment back, or a part of it (administrators)")
                .description(
                        "Without `amount_cents` all that is left. Never more than was paid, however many ask at once. "
                                + "202 with status `requested` when the payment provider has not answered: the refund is noted and "
                                + "will be done; ask for the payment to see what became of it.")
                .parameter(id())
                .parameter(parameterBuilder()
                        .in(ParameterIn.HEADER)
                        .name("Idempotency-Key")
                        .description("Makes a repeated request safe for 24 hours"))
                .requestBody(requestBodyBuilder()
                        .required(true)
                        .content(contentBuilder()
                                .mediaType("application/json")
                                .schema(schemaBuilder().implementation(RefundRequest.class))
                                .example(exampleOjectBuilder()
                                        .name("part")
                                        .value("{\"amount_cents\": 500, \"reason\": \"requested_by_customer\"}"))))
                .response(responseBuilder().responseCode("201").implementation(RefundView.class))
                .response(responseBuilder().responseCode("202").implementation(RefundView.class))
                .response(refusal("401", NO_TOKEN))
                .response(refusal("403", SENSITIVE))
                .response(refusal("404", "`payment_not_found`"))
                .response(
                        refusal(
                                "409",
                                "`payment_not_refundable`, `payment_disputed`, `refund_too_high` with `refundable_cents`, what is left"))
                .response(refusal("422", "`validation_failed`"))
                .response(refusal("502", "`payment_provider_error` with `reason`: refused, nothing was given back"));
    }

    private static org.springdoc.core.fn.builders.parameter.Builder query(
            String name, Class<?> type, String description) {
        return parameterBuilder()
                .name(name)
                .in(ParameterIn.QUERY)
                .description(description)
                .implementation(type);
    }
}
