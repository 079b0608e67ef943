package io.tollgate.billing.subscription;

import static io.tollgate.platform.openapi.Parts.body;
import static io.tollgate.platform.openapi.Parts.idempotencyKey;
import static io.tollgate.platform.openapi.Parts.refusal;
import static org.springdoc.core.fn.builders.apiresponse.Builder.responseBuilder;

import org.springdoc.core.fn.builders.operation.Builder;

/** What the API description says of changing and ending subscriptions. */
final class LifecycleDocs {

    private static final String NONE = "`subscription_not_found`: No active subscription found for this user.";
    private static final String STRIPE_AWAY =
            "`payment_provider_unavailable`, `busy`: with Retry-After. What was asked for is"
                    + " kept; asking again goes on with it and does it once";

    private static final String CHANGE_CONFLICTS =
            "`payment_overdue` and `change_waiting`, both with `payment_url` where there is"
                    + " one; `subscription_ending`, `subscription_paused`, `plan_currency_differs`, `subscription_parked`,"
                    + " `cannot_be_rated`; `plan_not_sold`: costs by usage alone, which Stripe does not sell";
    private static final String STRIPE_REFUSED = "`payment_provider_error`: Stripe refused it, nothing was done";
    private static final String JUST_PAID = "`subscription_exists`: an open checkout page was paid just now";

    private LifecycleDocs() {}

    static void upgrade(Builder operation) {
        named(operation, "upgradeSubscription", "Buy another plan on a checkout page")
                .description("""
                        The present subscription goes on until the new one is active; then it is ended and its unused \
                        time given back as credit. `change` does without a page.""")
                .parameter(idempotencyKey())
                .requestBody(body(SubscribeRequest.class, "{\"plan_code\": \"pro\"}"))
                .response(SubscriptionDocs.page("200"))
                .response(refusal("400", "`same_plan`: You are already on this plan.; `plan_is_free`; " + JUST_PAID))
                .response(
                        refusal(
                                "404",
                                "`subscription_not_found`: No active subscription to upgrade.; `plan_not_found`: Plan not found."))
                .response(refusal(
                        "409",
                        "`payment_overdue` with `payment_url` where there is one; `plan_currency_differs`; `plan_not_sold`: costs"
                                + " by usage alone, which Stripe does not sell"))
                .response(refusal("422", "`validation_failed`"))
                .response(refusal("502", STRIPE_REFUSED))
                .response(refusal("503", "`plan_not_ready`, `payment_provider_unavailable`, `busy`: with Retry-After"));
    }

    static void change(Builder operation) {
        named(operation, "changeSubscription", "Change to another plan")
                .description("""
                        What costs at least as much per month begins at once and the difference is charged: `changed`, \
                        or `action_required` with the `payment_url` where the payer confirms; the change waits 23 hours \
                        for that. What costs less begins when the paid period ends: `planned`. From a free plan to one \
                        that is paid for: `checkout_required` with the page's address.""")
                .parameter(idempotencyKey())
                .requestBody(body(
                        ChangeRequest.class, "{\"plan_code\": \"pro\", \"counted_from\": \"2026-11-21T10:00:00Z\"}"))
                .response(responseBuilder().responseCode("200").implementation(ChangeResponse.class))
                .response(refusal("400", "`same_plan`: You are already on this plan.; `change_planned`; " + JUST_PAID))
                .response(refusal("402", "`payment_refused`: the plan stays as it is"))
                .response(
                        refusal(
                                "404",
                                "`subscription_not_found`: No active subscription to change.; `plan_not_found`: Plan not found."))
                .response(refusal("409", CHANGE_CONFLICTS))
                .response(refusal("422", "`validation_failed`: also `counted_from` of a preview that is too old"))
                .response(refusal("502", STRIPE_REFUSED))
                .response(refusal("503", "`plan_not_ready`, " + STRIPE_AWAY));
    }

    static void preview(Builder operation) {
        named(operation, "previewSubscriptionChange", "What a change would cost")
                .description(
                        "Sent with the change, `counted_from` has exactly `due_now_cents` charged, for 15 minutes.")
                .requestBody(body(ChangeRequest.class, "{\"plan_code\": \"pro\"}"))
                .response(responseBuilder().responseCode("200").implementation(ChangePreview.class))
                .response(refusal("400", "`same_plan`, `change_planned`"))
                .response(refusal("404", "`subscription_not_found`, `plan_not_found`"))
                .response(refusal("409", CHANGE_CONFLICTS))
                .response(refusal("422", "`validation_failed`"))
                .response(refusal("502", "`payment_provider_error`"))
                .response(refusal("503", "`plan_not_ready`, `payment_provider_unavailable`: with Retry-After"));
    }

    static void keep(Builder operation) {
        named(operation, "keepPlan", "Take a planned or waiting change back")
                .response(responseBuilder().responseCode("200").implementation(SubscriptionView.class))
                .response(refusal("404", "`subscription_not_found`; `no_change_planned`"))
                .response(refusal("502", STRIPE_REFUSED))
                .response(refusal("503", STRIPE_AWAY));
    }

    static void cancel(Builder operation) {
        named(operation, "cancelSubscription", "Cancel with the end of the paid period")
                .description("Everything stays open until then. A free plan ends at once.")
                .parameter(idempotencyKey())
                .response(responseBuilder().responseCode("200").implementation(SubscriptionView.class))
                .response(
                        refusal(
                                "400",
                                "`cancellation_pending`: Subscription is already set to cancel at the end of the billing period."))
                .response(refusal("404", NONE))
                .response(refusal("502", STRIPE_REFUSED))
                .response(refusal("503", STRIPE_AWAY));
    }

    static void resume(Builder operation) {
        named(operation, "resumeSubscription", "Take a cancellation or a pause back")
                .description("""
                        At Stripe a pause that has outlasted the paid time ends with a new period, charged at once. A \
                        subscription that is run here goes on in the period that its calendar is in, and is charged for \
                        the rest of it.""")
                .parameter(idempotencyKey())
                .response(responseBuilder().responseCode("200").implementation(SubscriptionView.class))
                .response(refusal("400", "`nothing_to_resume`"))
                .response(refusal("402", "`payment_refused`: the subscription stays paused"))
                .response(refusal("404", NONE))
                .response(refusal("502", STRIPE_REFUSED))
                .response(refusal("503", STRIPE_AWAY));
    }

    static void pause(Builder operation) {
        named(operation, "pauseSubscription", "Pause: nothing is charged and nothing opened until it is resumed")
                .description("""
                        What Stripe runs stays open to the end of the paid period. What is run here is closed at once: what \
                        was used is billed, and the unused days of what was billed are given back as credit.""")
                .parameter(idempotencyKey())
                .response(responseBuilder().responseCode("200").implementation(SubscriptionView.class))
                .response(refusal("404", NONE))
                .response(refusal(
                        "409",
                        "`subscription_paused`, `subscription_ending`, `change_waiting`, `subscription_parked`, `cannot_be_rated`;"
                                + " `payment_overdue` with `payment_url` where there is one"))
                .response(refusal("502", STRIPE_REFUSED))
                .response(refusal("503", STRIPE_AWAY));
    }

    static void portal(Builder operation) {
        named(operation, "openBillingPortal", "A link to the payment provider's page for customers")
                .description("Cards, invoices, cancellation. The link is good for a few minutes.")
                .response(responseBuilder().responseCode("200").implementation(PortalResponse.class))
                .response(refusal("404", "`no_billing_account`: nothing has been bought yet"))
                .response(refusal("502", "`payment_provider_error`"))
                .response(refusal("503", "`payment_provider_unavailable`: with Retry-After"));
    }

    static Builder named(Builder operation, String id, String summary) {
        return operation
                .tag("Subscriptions")
                .operationId(id)
                .summary(summary)
                .response(refusal("401", "`not_authenticated`, `token_expired`, `token_invalid`"))
                .response(refusal("403", "`account_not_active`"));
    }
}
