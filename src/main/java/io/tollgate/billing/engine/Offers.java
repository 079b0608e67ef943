package io.tollgate.billing.engine;

import io.tollgate.billing.metric.Charges;
import io.tollgate.billing.plan.PlanRepository;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What versions of plans ask for. A version never changes, but its plan's name may, so it is remembered for a few seconds. */
@Component
class Offers {

    private static final Duration LIFE = Duration.ofSeconds(5);
    private static final int MOST = 1000;

    private final PlanRepository plans;
    private final Charges charges;
    private final Map<UUID, Held> known = new ConcurrentHashMap<>();

    Offers(PlanRepository plans, Charges charges) {
        this.plans = plans;
        this.charges = charges;
    }

    /** @param since of {@link System#nanoTime} */
    private record Held(Offer offer, long since) {

        boolean fresh() {
            return System.nanoTime() - since < LIFE.toNanos();
        }
    }

    /** Fails for a version that is not there: nothing refers to such a one. */
    Mono<Offer> of(UUID versionId) {
        return Mono.defer(() -> {
            Held held = known.get(versionId);
            return held != null && held.fresh() ? Mono.just(held.offer()) : read(versionId);
        });
    }

    Mono<Map<UUID, Offer>> of(Collection<UUID> versionIds) {
        return Flux.fromIterable(new HashSet<>(versionIds)).concatMap(this::of).collectMap(Offer::versionId);
    }

    /** One that was asked for. */
    static Offer in(Map<UUID, Offer> sold, UUID versionId) {
        return Objects.requireNonNull(sold.get(versionId));
    }

    /**
     * On the connection of whoever asks: those who hold one and waited for another would wait for each other once there are as many
     * of them as connections.
     */
    private Mono<Offer> read(UUID versionId) {
        return plans.findByVersion(versionId)
                .zipWith(charges.of(versionId), Offer::new)
                .switchIfEmpty(Mono.error(() -> new IllegalStateException("No version " + versionId)))
                .doOnNext(this::remember);
    }

    private void remember(Offer offer) {
        if (known.size() > MOST) {
            known.clear();
        }
        known.put(offer.versionId(), new Held(offer, System.nanoTime()));
    }
}
