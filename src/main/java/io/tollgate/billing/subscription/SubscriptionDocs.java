package io.tollgate.billing.subscription;

import static io.tollgate.platform.openapi.Parts.refusal;
import static org.springdoc.core.fn.builders.apiresponse.Builder.responseBuilder;
import static org.springdoc.core.fn.builders.content.Builder.contentBuilder;
import static org.springdoc.core.fn.builders.exampleobject.Builder.exampleOjectBuilder;
import static org.springdoc.core.fn.builders.parameter.Builder.parameterBuilder;
import static org.springdoc.core.fn.builders.requestbody.Builder.requestBodyBuilder;
import static org.springdoc.core.fn.builders.schema.Builder.schemaBuilder;

import io.swagger.v3.oas.annotations.enums.ParameterIn;
import org.springdoc.core.fn.builders.operation.Builder;

/** What the API description says of {@code /billing/subscriptions}. */
final class SubscriptionDocs {

    private static final String TAG = "Subscriptions";

    private SubscriptionDocs() {}

    static void subscribe(Builder operation) {
        operation
                .tag(TAG)
                .operationId("subscribe")
                .summary("Subscribe to a plan")
                .description("""
                        For a plan that costs something: `{"checkout_url": "https://…"}`, where the user pays; the \
                        subscription is there once the payment provider says so. Asking again for the same plan gives \
                        the same page, asking for another closes it. A free plan is active at once: \
                        `{"checkout_url": null, "subscription": {…}}`.""")
                .parameter(parameterBuilder()
                        .in(ParameterIn.HEADER)
                        .name("Idempotency-Key")
                        .description("Makes a repeated request safe for 24 hours"))
                .requestBody(requestBodyBuilder()
                        .required(true)
                        .content(contentBuilder()
                                .mediaType("application/json")
                                .schema(schemaBuilder().implementation(SubscribeRequest.class))
                                .example(exampleOjectBuilder().name("pro").value("{\"plan_code\": \"pro\"}"))))
                .response(page("201"))
                .response(refusal("400", "`subscription_exists`: User already has an active subscription."))
                .response(refusal("401", "`not_authenticated`, `token_expired`, `token_invalid`"))
                .response(refusal("403", "`account_not_active`: deactivated, or the e-mail is not verified"))
                .response(refusal("404", "`plan_not_found`: No active plan found for this code."))
                .response(refusal("409", "`plan_not_sold`: costs by usage alone, which Stripe does not sell"))
                .response(refusal("422", "`validation_failed`"))
                .response(refusal("502", "`payment_provider_error`: Stripe refused it, nothing was done"))
                .response(
                        refusal(
                                "503",
                                "`plan_not_ready`, `payment_provider_unavailable`, `busy`: with Retry-After; nothing was done"));
    }

    static void mine(Builder operation) {
        operation
                .tag(TAG)
                .operationId("getMySubscription")
                .summary("My subscription")
                .description("The live one, or else a cancelled one whose paid time is not over. "
                        + "`status` is one of active, trialing, past_due, canceled, pending. `upcoming` is there when "
                        + "something is to come of it: a planned plan or pause, a change that waits for its payment.")
                .response(responseBuilder().responseCode("200").implementation(SubscriptionView.class))
                .response(refusal("401", "`not_authenticated`, `token_expired`, `token_invalid`"))
                .response(refusal("403", "`account_not_active`"))
                .response(refusal("404", "`subscription_not_found`: No active subscription found for this user."));
    }

    /** Where a plan is paid for. */
    static org.springdoc.core.fn.builders.apiresponse.Builder page(String status) {
        return responseBuilder()
                .responseCode(status)
                .content(contentBuilder()
                        .mediaType("application/json")
                        .schema(schemaBuilder().implementation(SubscribeResponse.class))
                        .example(exampleOjectBuilder()
                                .value("{\"checkout_url\": \"https://checkout.stripe.com/c/pay/cs_test_a1b2c3\"}")));
    }
}
