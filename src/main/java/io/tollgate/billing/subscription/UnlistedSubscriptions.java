package io.tollgate.billing.subscription;

import io.tollgate.billing.stripe.Drift;
import io.tollgate.billing.stripe.DriftCheck;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Looks up what we have as not ended and Stripe has not listed: it was cancelled, or deleted, or the list was read before it
 * was made.
 */
@Component
class UnlistedSubscriptions implements DriftCheck {

    private static final UUID START = new UUID(0, 0);
    private static final int BATCH = 50;
    private static final int AT_ONCE = 4;

    private final ComparedSubscriptions compared;
    private final SubscriptionSync sync;
    private final SubscriptionRepair repair;
    private final UnknownAtStripe unknown;

    UnlistedSubscriptions(
            ComparedSubscriptions compared, SubscriptionSync sync, SubscriptionRepair repair, UnknownAtStripe unknown) {
        this.compared = compared;
        this.sync = sync;
        this.repair = repair;
        this.unknown = unknown;
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
                .onErrorResume(UnknownAtStripe::is, _ -> deleted(ours, run));
    }

    private Mono<Void> deleted(Subscription ours, Run run) {
        String id = Objects.requireNonNull(ours.providerSubscriptionId());
        return unknown.isGone(ours).flatMap(gone -> gone ? repair.end(id, run) : leave(ours, id, run));
    }

    private static Mono<Void> leave(Subscription ours, String id, Run run) {
        String text = SubscriptionRepair.text(ours);
        return run.note().take(new Drift(Drift.Kind.SUBSCRIPTION_UNKNOWN, id, text, text));
    }
}
