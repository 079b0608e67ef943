package io.tollgate.billing.plan;

import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * The plans as anyone may read them, ready to be sent. Read from the database by one request at a time, at most every five
 * minutes and after each change; while the database is down, what was known goes on being said.
 */
@Component
class PublishedPlans {

    private static final Duration FRESH = Duration.ofMinutes(5);

    /** When the database did not answer, it is asked again after this. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private static final Comparator<Plan> BY_PRICE =
            Comparator.comparingLong((Plan plan) -> plan.price().cents()).thenComparing(Plan::code);

    private final PlanRepository plans;
    private final PlanChanges changes;
    private final JsonMapper json;
    private final Clock clock;
    private final AtomicReference<@Nullable Shelf> shelf = new AtomicReference<>();

    PublishedPlans(PlanRepository plans, PlanChanges changes, JsonMapper json, Clock clock) {
        this.plans = plans;
        this.changes = changes;
        this.json = json;
        this.clock = clock;
    }

    /** The active plans, cheapest first. */
    Mono<Rendering> list() {
        return stock().map(Stock::list);
    }

    /** One plan, active or not; empty when there is none. */
    Mono<Rendering> one(UUID id) {
        return stock().mapNotNull(stock -> stock.byId().get(id));
    }

    /** To be called after the commit: from now on this node, and in a moment every node, reads anew. */
    Mono<Void> changed() {
        return Mono.defer(() -> {
            forget();
            return changes.announce();
        });
    }

    /** A reading that is under way is not kept: it may be older than the change. */
    void forget() {
        shelf.set(null);
    }

    private Mono<Stock> stock() {
        Shelf current = shelf.get();
        if (current == null || current.staleAt <= clock.millis()) {
            Shelf next = new Shelf(current == null ? null : current.known);
            return shelf.compareAndSet(current, next) ? next.stock : latest(next).stock;
        }
        return current.stock;
    }

    private Shelf latest(Shelf otherwise) {
        Shelf latest = shelf.get();
        return latest == null ? otherwise : latest;
    }

    private Stock render(List<Plan> all) {
        List<PlanView> active = all.stream()
                .filter(Plan::active)
                .sorted(BY_PRICE)
                .map(PlanView::of)
                .toList();
        Map<UUID, Rendering> byId =
                all.stream().collect(Collectors.toUnmodifiableMap(Plan::id, plan -> render(PlanView.of(plan))));
        return new Stock(render(active), byId);
    }

    private Rendering render(Object view) {
        return Rendering.of(json.writeValueAsBytes(view));
    }

    private record Stock(Rendering list, Map<UUID, Rendering> byId) {}

    /** One reading, shared by all who came while it lasts and after. */
    private final class Shelf {

        private final Mono<Stock> stock;
        private volatile @Nullable Stock known;
        private volatile long staleAt = clock.millis() + FRESH.toMillis();

        /** @param before what to go on saying should the database not answer */
        Shelf(@Nullable Stock before) {
            this.known = before;
            this.stock = plans.all()
                    .map(PublishedPlans.this::render)
                    .doOnNext(read -> known = read)
                    .onErrorResume(this::standIn)
                    .cache();
        }

        private Mono<Stock> standIn(Throwable fault) {
            Stock before = known;
            staleAt = clock.millis() + (before == null ? 0 : PAUSE.toMillis());
            return before == null ? Mono.error(fault) : Mono.just(before);
        }
    }
}
