package io.tollgate.billing.stripe;

import com.stripe.param.SubscriptionCancelParams;
import com.stripe.param.SubscriptionListParams;
import com.stripe.param.SubscriptionResumeParams;
import com.stripe.param.SubscriptionUpdateParams;
import com.stripe.param.common.EmptyParam;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Subscriptions at Stripe. All calls fail with {@link StripeFailure} and nothing else. */
@Component
public class StripeSubscriptions {

    private static final String PATH = "/v1/subscriptions";

    private final StripeClient client;

    StripeSubscriptions(StripeClient client) {
        this.client = client;
    }

    /** Also those that have ended. */
    public Mono<StripeSubscription> retrieve(String id) {
        return client.call(
                StripeCall.get("subscriptions.retrieve", StripeCall.path(PATH + "/", id)), StripeSubscription::from);
    }

    /** Ends the subscription with the period that is paid, or takes that back. */
    public Mono<StripeSubscription> cancelAtPeriodEnd(IdempotencyKey key, String id, boolean cancel) {
        SubscriptionUpdateParams params =
                SubscriptionUpdateParams.builder().setCancelAtPeriodEnd(cancel).build();
        String path = StripeCall.path(PATH + "/", id);
        return client.call(
                StripeCall.post("subscriptions.cancel_at_period_end", path, key, params), StripeSubscription::from);
    }

    /** Takes back an end that is a date. */
    public Mono<StripeSubscription> clearEndDate(IdempotencyKey key, String id) {
        SubscriptionUpdateParams params =
                SubscriptionUpdateParams.builder().setCancelAt(EmptyParam.EMPTY).build();
        String path = StripeCall.path(PATH + "/", id);
        return client.call(
                StripeCall.post("subscriptions.clear_end_date", path, key, params), StripeSubscription::from);
    }

    /**
     * Ends the subscription now. One that has ended already is answered as it is, since a repeated DELETE answers 404.
     *
     * @param credit true gives back the unused time, as credit of the customer, on an invoice made at once
     */
    public Mono<StripeSubscription> cancelNow(String id, boolean credit) {
        SubscriptionCancelParams.Builder params = SubscriptionCancelParams.builder();
        if (credit) {
            params.setProrate(true).setInvoiceNow(true);
        }
        return client.call(
                        StripeCall.delete("subscriptions.cancel_now", StripeCall.path(PATH + "/", id), params.build()),
                        StripeSubscription::from)
                .onErrorResume(StripeFailure.class, failure -> afterRepeatedCancel(id, failure));
    }

    /** Changes what is paid from now on, or from the next period on. */
    public Mono<StripeSubscription> movePrice(IdempotencyKey key, String id, StripePriceMove move) {
        String path = StripeCall.path(PATH + "/", id);
        return client.call(
                StripeCall.post("subscriptions.move_price", path, key, move.params()), StripeSubscription::from);
    }

    /** Changes the price now and charges the difference now; what the bank does not give at once waits for the payer. */
    public Mono<StripeSubscription> change(IdempotencyKey key, String id, StripePlanChange change) {
        String path = StripeCall.path(PATH + "/", id);
        return client.call(
                StripeCall.post("subscriptions.change", path, key, change.params()), StripeSubscription::from);
    }

    /** Collects nothing from now on, or again. */
    public Mono<StripeSubscription> collect(IdempotencyKey key, String id, StripeCollection collection) {
        String path = StripeCall.path(PATH + "/", id);
        return client.call(
                StripeCall.post("subscriptions.collection", path, key, collection.params()), StripeSubscription::from);
    }

    /** Begins a new period, and charges it, for one whose trial ended without a card. */
    public Mono<StripeSubscription> resume(IdempotencyKey key, String id) {
        SubscriptionResumeParams params = SubscriptionResumeParams.builder()
                .setBillingCycleAnchor(SubscriptionResumeParams.BillingCycleAnchor.NOW)
                .setProrationBehavior(SubscriptionResumeParams.ProrationBehavior.NONE)
                .build();
        String path = StripeCall.path(PATH + "/", id, "/resume");
        return client.call(StripeCall.post("subscriptions.resume", path, key, params), StripeSubscription::from);
    }

    /** Every subscription of the customer, the newest first, ended ones too. */
    public Flux<StripeSubscription> list(String customerId) {
        return client.list(
                next -> StripeCall.get(
                        "subscriptions.list",
                        PATH,
                        SubscriptionListParams.builder()
                                .setCustomer(customerId)
                                .setStatus(SubscriptionListParams.Status.ALL)
                                .setLimit(StripeClient.PAGE)
                                .setStartingAfter(next)
                                .build()),
                StripeSubscription::from);
    }

    /** One page of all subscriptions that have not been cancelled. */
    public Mono<StripePage<StripeSubscription>> page(@Nullable String after) {
        SubscriptionListParams params = SubscriptionListParams.builder()
                .setLimit(StripeClient.PAGE)
                .setStartingAfter(after)
                .build();
        return client.call(
                StripeCall.get("subscriptions.list", PATH, params),
                json -> StripeJson.page(json, StripeSubscription::from));
    }

    private Mono<StripeSubscription> afterRepeatedCancel(String id, StripeFailure failure) {
        return failure.kind() == StripeFailure.Kind.NOT_FOUND ? retrieve(id) : Mono.error(failure);
    }
}
