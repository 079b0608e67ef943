package io.tollgate.billing.subscription;

import io.tollgate.billing.stripe.Drift;
import io.tollgate.billing.stripe.DriftCheck;
import io.tollgate.billing.stripe.StripeCustomers;
import io.tollgate.billing.stripe.StripeFailure;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Looks up what we have as not ended and Stripe has not listed: it was cancelled, or deleted, or the list was read before it
 * was made.
 */
@Component
class UnlistedSubscriptions implements DriftCheck {

    private static final Logger LOG = LoggerFactory.getLogger(UnlistedSubscriptions.class);

    private static final UUID START = new UUID(0, 0);
    private static final int BATCH = 50;
    private static final int AT_ONCE = 4;

    private final ComparedSubscriptions compared;
    private final SubscriptionSync sync;
    private final SubscriptionRepair repair;
    private final StripeCustomers customers;

    UnlistedSubscriptions(
            ComparedSubscriptions compared,
            SubscriptionSync sync,
            SubscriptionRepair repair,
            StripeCustomers customers) {
        this.compared = compared;
        this.sync = sync;
        this.repair = repair;
        this.customers = customers;
    }

    @Override
    public String name() {
        return "subscriptions.unlisted";
    }

    @Override
    public int position() {
        return 30;
    }

    @Override
    public Mono<Checked> batch(Run run, @Nullable String after) {
        return compared.unlisted(run.id(), after == null ? START : UUID.fromString(after), BATCH)
                .flatMap(batch -> Flux.fromIterable(batch)
                        .flatMap(one -> lookUp(one, run), AT_ONCE)
                        .then(Mono.just(new Checked(batch.size(), next(batch)))));
    }

    private static @Nullable String next(List<Subscription> batch) {
        return batch.size() < BATCH ? null : batch.getLast().id().toString();
    }

    private Mono<Void> lookUp(Subscription ours, Run run) {
        return sync.read(Objects.requireNonNull(ours.providerSubscriptionId()))
                .flatMap(reading -> repair.write(reading, run))
                .onErrorResume(UnlistedSubscriptions::unknown, _ -> deleted(ours, run));
    }

    /**
     * Stripe never deletes a subscription, save with its account's test data. So when it does not know the customer either,
     * the key is of another account, and ending everything would be the worst thing to do.
     */
    private Mono<Void> deleted(Subscription ours, Run run) {
        String id = Objects.requireNonNull(ours.providerSubscriptionId());
        return Mono.justOrEmpty(ours.providerCustomerId())
                .flatMap(customer -> customers.retrieve(customer).thenReturn(true))
                .onErrorResume(UnlistedSubscriptions::unknown, _ -> Mono.just(false))
                .defaultIfEmpty(false)
                .flatMap(known -> known ? repair.end(id, run) : leave(ours, id, run));
    }

    private static Mono<Void> leave(Subscription ours, String id, Run run) {
        LOG.warn("Stripe knows neither subscription {} nor its customer: is the key that of another account?", id);
        String text = SubscriptionRepair.text(ours);
        return run.note().take(new Drift(Drift.Kind.SUBSCRIPTION_UNKNOWN, id, text, text));
    }

    private static boolean unknown(Throwable fault) {
        return fault instanceof StripeFailure failure && failure.kind() == StripeFailure.Kind.NOT_FOUND;
    }
}
