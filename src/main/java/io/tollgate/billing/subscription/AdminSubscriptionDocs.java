package io.tollgate.billing.subscription;

import static io.tollgate.platform.openapi.Parts.body;
import static io.tollgate.platform.openapi.Parts.id;
import static io.tollgate.platform.openapi.Parts.idempotencyKey;
import static io.tollgate.platform.openapi.Parts.refusal;
import static org.springdoc.core.fn.builders.apiresponse.Builder.responseBuilder;

import org.springdoc.core.fn.builders.operation.Builder;

/** What the API description says of {@code /admin/subscriptions}. */
final class AdminSubscriptionDocs {

    private static final String REFUSED = "`payment_provider_error`: Stripe refused it, nothing was done";
    private static final String AWAY =
            "`payment_provider_unavailable`, `busy`: with Retry-After; asking again goes on with it";

    private AdminSubscriptionDocs() {}

    static void cancel(Builder operation) {
        administrators(
                        operation,
                        "cancelAnySubscription",
                        "Cancel a subscription, now, with its period or at a date (administrators)")
                .description("Now, with credit for the unused time, unless the body says otherwise. Time that was not "
                        + "paid for is never given back. With `at`, what is billed here ends on that date, and the rest of the "
                        + "period in which it lies is given back then; until then `resume` takes it back.")
                .parameter(id())
                .parameter(idempotencyKey())
                .requestBody(body(CancelRequest.class, "{\"at_period_end\": false, \"credit\": true}"))
                .response(responseBuilder().responseCode("200").implementation(SubscriptionView.class))
                .response(refusal("400", "`cancellation_pending`"))
                .response(refusal("404", "`subscription_not_found`"))
                .response(refusal("409", "`subscription_parked`, `subscription_paused` for a date; `cannot_be_rated`"))
                .response(refusal(
                        "422", "`validation_failed`: also a date that does not lie ahead, or of what Stripe runs"))
                .response(refusal("502", REFUSED))
                .response(refusal("503", AWAY));
    }

    static void resume(Builder operation) {
        administrators(operation, "resumeAnySubscription", "Take a cancellation or a pause back (administrators)")
                .parameter(id())
                .parameter(idempotencyKey())
                .response(responseBuilder().responseCode("200").implementation(SubscriptionView.class))
                .response(refusal("400", "`nothing_to_resume`"))
                .response(refusal("402", "`payment_refused`: the subscription stays paused"))
                .response(refusal("404", "`subscription_not_found`"))
                .response(refusal("422", "`validation_failed`: the id is not a UUID"))
                .response(refusal("502", REFUSED))
                .response(refusal("503", AWAY));
    }

    private static Builder administrators(Builder operation, String id, String summary) {
        return operation
                .tag("Administration: subscriptions")
                .operationId(id)
                .summary(summary)
                .response(refusal("401", "`not_authenticated`, `token_expired`, `token_invalid`"))
                .response(refusal("403", "`admin_required`, `account_not_active`"));
    }
}
