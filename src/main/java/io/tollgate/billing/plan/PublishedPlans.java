package io.tollgate.billing.plan;

import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** The plans as anyone may read them, ready to be sent. */
@Component
class PublishedPlans {

    private static final Comparator<Plan> BY_PRICE =
            Comparator.comparingLong((Plan plan) -> plan.price().cents()).thenComparing(Plan::code);

    private final PlanChanges changes;
    private final JsonMapper json;
    private final Reading<Stock> stock;

    PublishedPlans(PlanRepository plans, PlanChanges changes, JsonMapper json, Clock clock) {
        this.changes = changes;
        this.json = json;
        this.stock = new Reading<>(() -> plans.all().map(this::render), clock);
    }

    /** The active plans, cheapest first. */
    Mono<Rendering> list() {
        return stock.get().map(Stock::list);
    }

    /** One plan, active or not; empty when there is none. */
    Mono<Rendering> one(UUID id) {
        return stock.get().mapNotNull(known -> known.byId().get(id));
    }

    /** To be called after the commit: from now on this node, and in a moment every node, reads anew. */
    Mono<Void> changed() {
        return Mono.defer(() -> {
            forget();
            return changes.announce();
        });
    }

    void forget() {
        stock.forget();
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
}
