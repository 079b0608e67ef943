package io.tollgate.billing.stripe;

import com.stripe.param.SubscriptionScheduleCreateParams;
import com.stripe.param.SubscriptionScheduleReleaseParams;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Subscription schedules at Stripe: changes that wait for the end of a period. All calls fail with {@link StripeFailure} and
 * nothing else.
 */
@Component
public class StripeSchedules {

    private static final String PATH = "/v1/subscription_schedules";

    private final StripeClient client;

    StripeSchedules(StripeClient client) {
        this.client = client;
    }

    public Mono<StripeSchedule> retrieve(String id) {
        return client.call(StripeCall.get("schedules.retrieve", StripeCall.path(PATH + "/", id)), StripeSchedule::from);
    }

    /** A schedule that leaves the subscription as it is. {@code INVALID_REQUEST} when it has one. */
    public Mono<StripeSchedule> create(IdempotencyKey key, String subscriptionId) {
        SubscriptionScheduleCreateParams params = SubscriptionScheduleCreateParams.builder()
                .setFromSubscription(subscriptionId)
                .build();
        return client.call(StripeCall.post("schedules.create", PATH, key, params), StripeSchedule::from);
    }

    /** Plans another price for the time after the running period. */
    public Mono<StripeSchedule> plan(IdempotencyKey key, String id, StripePlannedPrice planned) {
        String path = StripeCall.path(PATH + "/", id);
        return client.call(StripeCall.post("schedules.plan", path, key, planned.params()), StripeSchedule::from);
    }

    /** Leaves the subscription as it is, for good. {@code INVALID_REQUEST} when the schedule has ended. */
    public Mono<StripeSchedule> release(IdempotencyKey key, String id) {
        SubscriptionScheduleReleaseParams params =
                SubscriptionScheduleReleaseParams.builder().build();
        String path = StripeCall.path(PATH + "/", id, "/release");
        return client.call(StripeCall.post("schedules.release", path, key, params), StripeSchedule::from);
    }
}
