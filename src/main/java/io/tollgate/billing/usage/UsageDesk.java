package io.tollgate.billing.usage;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.billing.metric.Metric;
import io.tollgate.billing.metric.Metrics;
import io.tollgate.platform.db.Backlog;
import io.tollgate.platform.db.BacklogFull;
import io.tollgate.platform.db.GroupCommit;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * Where events are told, one or many at a time. What comes while a transaction is on its way goes together into the next; who
 * told it is answered after the commit.
 */
@Component
class UsageDesk {

    private static final Duration PATIENCE = Duration.ofSeconds(8);

    /** How long whoever is refused for all that waits should stay away. */
    private static final Duration LATER = Duration.ofSeconds(2);

    /** One that commits and one that is being made. */
    private static final int TRANSACTIONS = 2;

    /** Batches in one transaction: enough to share its cost, few enough to end soon. */
    private static final int MOST_BATCHES = 8;

    private static final int MOST_SINGLES = 64;

    private final Metrics metrics;
    private final UsageReader reader;
    private final UsageIntake intake;
    private final Map<String, Counter> counters;
    private final GroupCommit<Parcel, Parcel, List<UsageResult>> singles;
    private final GroupCommit<Parcel, Parcel, List<UsageResult>> batches;

    UsageDesk(
            Metrics metrics, UsageReader reader, UsageIntake intake, UsageProperties properties, MeterRegistry meters) {
        this.metrics = metrics;
        this.reader = reader;
        this.intake = intake;
        this.counters = Stream.of("accepted", "duplicate", "conflict", "too_late", "rejected")
                .collect(Collectors.toMap(
                        Function.identity(), word -> meters.counter("tollgate.usage.events", "result", word)));
        Backlog<Parcel> backlog = new Backlog<>(properties.mostWaiting(), parcel -> parcel.reports.size());
        this.singles =
                new GroupCommit<>(TRANSACTIONS, MOST_SINGLES, PATIENCE, backlog, Function.identity(), this::take);
        this.batches =
                new GroupCommit<>(TRANSACTIONS, MOST_BATCHES, PATIENCE, backlog, Function.identity(), this::take);
    }

    /** What became of each, in the same order. Whatever stands in an event, its neighbours are not touched by it. */
    Mono<List<UsageResult>> tell(List<JsonNode> events) {
        return hear(events.stream().map(event -> new ToldEvent(event, null)).toList());
    }

    /** The same of events that may have been on their way for long. */
    Mono<List<UsageResult>> hear(List<ToldEvent> events) {
        Set<String> codes = events.stream()
                .map(told -> told.event().path("metric"))
                .filter(JsonNode::isString)
                .map(JsonNode::asString)
                .filter(EventFields::mayBeMetric)
                .collect(Collectors.toSet());
        return metrics.byCode(codes).map(known -> read(events, known)).flatMap(this::submit);
    }

    private Told read(List<ToldEvent> events, Map<String, Metric> known) {
        List<Object> read = new ArrayList<>(events.size());
        for (ToldEvent event : events) {
            try {
                read.add(reader.read(event, known));
            } catch (UsageRefused refused) {
                read.add(refused.result());
            }
        }
        return new Told(read);
    }

    private Mono<List<UsageResult>> submit(Told told) {
        List<UsageReport> reports = told.reports();
        Mono<List<UsageResult>> results = reports.isEmpty()
                ? Mono.just(List.of())
                : (reports.size() == 1 ? singles : batches).submit(new Parcel(reports));
        return results.onErrorMap(
                        BacklogFull.class,
                        full -> new ApiException(ErrorCode.BUSY)
                                .retryAfter(LATER)
                                .causedBy(full))
                .map(told::with)
                .doOnNext(this::count);
    }

    private Mono<Map<Parcel, List<UsageResult>>> take(List<Parcel> parcels) {
        List<UsageReport> reports =
                parcels.stream().flatMap(parcel -> parcel.reports.stream()).toList();
        return intake.take(reports).map(results -> handedOut(parcels, results));
    }

    private static Map<Parcel, List<UsageResult>> handedOut(List<Parcel> parcels, List<UsageResult> results) {
        Map<Parcel, List<UsageResult>> byParcel = new HashMap<>();
        int from = 0;
        for (Parcel parcel : parcels) {
            int to = from + parcel.reports.size();
            byParcel.put(parcel, results.subList(from, to));
            from = to;
        }
        return byParcel;
    }

    private void count(List<UsageResult> results) {
        results.forEach(
                result -> Objects.requireNonNull(counters.get(word(result))).increment());
    }

    /** {@code accepted, duplicate, conflict, too_late, rejected}. */
    static String word(UsageResult result) {
        return switch (result) {
            case UsageResult.Accepted() -> "accepted";
            case UsageResult.Duplicate() -> "duplicate";
            case UsageResult.Conflict() -> "conflict";
            case UsageResult.TooLate() -> "too_late";
            case UsageResult.Rejected _ -> "rejected";
        };
    }

    /** What one caller tells. No two are equal: the same events told twice may well go together. */
    private static final class Parcel {

        private final List<UsageReport> reports;

        Parcel(List<UsageReport> reports) {
            this.reports = reports;
        }
    }

    /** @param read of each event a {@link UsageReport}, or the {@link UsageResult} that it has already */
    private record Told(List<Object> read) {

        List<UsageReport> reports() {
            return read.stream()
                    .filter(UsageReport.class::isInstance)
                    .map(UsageReport.class::cast)
                    .toList();
        }

        List<UsageResult> with(List<UsageResult> results) {
            List<UsageResult> all = new ArrayList<>(read.size());
            int next = 0;
            for (Object each : read) {
                all.add(each instanceof UsageResult known ? known : results.get(next++));
            }
            return all;
        }
    }
}
