package io.tollgate.billing.usage;

import io.tollgate.billing.usage.HourSum.Numbered;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Takes events in, each name once. What is answered as accepted is committed: names, events and hourly sums in one transaction.
 */
@Component
class UsageIntake {

    private final Placement placement;
    private final UsageNames names;
    private final UsageLedger ledger;
    private final TransactionalOperator tx;

    UsageIntake(Placement placement, UsageNames names, UsageLedger ledger, TransactionalOperator tx) {
        this.placement = placement;
        this.names = names;
        this.ledger = ledger;
        this.tx = tx;
    }

    /** What became of each, in the same order. */
    Mono<List<UsageResult>> take(List<UsageReport> reports) {
        return placement.look(reports).flatMap(known -> take(Arrivals.of(reports, placement, known), known.now()));
    }

    private Mono<List<UsageResult>> take(Arrivals arrivals, Instant now) {
        List<Placed> candidates = arrivals.candidates();
        return candidates.isEmpty()
                ? settle(arrivals, Set.of())
                : names.take(candidates, now)
                        .flatMap(taken -> write(candidates, taken, now).thenReturn(taken))
                        .as(tx::transactional)
                        .flatMap(taken -> settle(arrivals, taken.events()));
    }

    private Mono<Void> write(List<Placed> candidates, UsageNames.Taken taken, Instant now) {
        List<Numbered> numbered = numbered(candidates, taken);
        return numbered.isEmpty() ? Mono.empty() : ledger.add(numbered, now);
    }

    /** The last number of a subscription is the last one's; the others count back from it. */
    private static List<Numbered> numbered(List<Placed> candidates, UsageNames.Taken taken) {
        Map<UUID, Long> next = new HashMap<>(taken.sequences());
        List<Numbered> numbered = new ArrayList<>();
        for (Placed event : candidates.reversed()) {
            if (taken.events().contains(event.id())) {
                long sequence = next.merge(event.subscriptionId(), -1L, Long::sum) + 1;
                numbered.add(new Numbered(event, sequence));
            }
        }
        return numbered.reversed();
    }

    /** Who lost a name learns whether it was to the same event. Read after the commit, so that the winner's is there. */
    private Mono<List<UsageResult>> settle(Arrivals arrivals, Set<UUID> accepted) {
        List<Placed.Key> unknown = arrivals.namesWithout(accepted);
        Mono<Map<Placed.Key, Long>> contents = unknown.isEmpty() ? Mono.just(Map.of()) : names.contents(unknown);
        return contents.map(known -> arrivals.results(accepted, known));
    }
}
