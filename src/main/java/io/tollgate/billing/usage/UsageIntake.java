package io.tollgate.billing.usage;

import io.tollgate.billing.usage.HourSum.Numbered;
import io.tollgate.platform.db.RefusedValue;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Takes events in, each name once. What is answered as accepted is committed: names, events and hourly sums in one transaction.
 */
@Component
class UsageIntake {

    private static final Logger LOG = LoggerFactory.getLogger(UsageIntake.class);

    /** What was on its way has arrived at the second look, unless all that a batch names goes on changing. */
    private static final long TRIES = 5;

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

    /** What became of each, in the same order. One that the database cannot keep takes nobody along, however many come with it. */
    Mono<List<UsageResult>> take(List<UsageReport> reports) {
        return together(reports)
                .onErrorResume(
                        RefusedValue::isCauseOf,
                        refused -> reports.size() == 1 ? refuse(reports.getFirst(), refused) : halves(reports));
    }

    private Mono<List<UsageResult>> together(List<UsageReport> reports) {
        return placement
                .look(reports)
                .flatMap(known -> take(Arrivals.of(reports, placement, known), known.now()))
                .retryWhen(Retry.max(TRIES).filter(ChangedMeanwhile.class::isInstance))
                .onErrorMap(
                        Exceptions::isRetryExhausted,
                        _ -> new ApiException(ErrorCode.BUSY).retryAfter(Duration.ofSeconds(1)));
    }

    private Mono<List<UsageResult>> halves(List<UsageReport> reports) {
        int middle = reports.size() / 2;
        return Flux.just(reports.subList(0, middle), reports.subList(middle, reports.size()))
                .concatMap(this::take)
                .concatMapIterable(results -> results)
                .collectList();
    }

    private static Mono<List<UsageResult>> refuse(UsageReport report, Throwable refused) {
        LOG.warn("An event of metric {} cannot be kept: {}", report.metric().code(), refused.getMessage());
        return Mono.just(List.of(new UsageResult.Rejected("event", "Cannot be kept")));
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
