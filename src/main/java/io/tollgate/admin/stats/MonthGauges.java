package io.tollgate.admin.stats;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.tollgate.platform.jobs.Roles;
import io.tollgate.platform.jobs.WorkerGauges;
import java.time.Clock;
import java.time.Duration;
import java.time.YearMonth;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * {@code tollgate.month.*}: of the month that runs, by currency, what {@code GET /admin/stats/monthly} says of it, amounts in the
 * currency's minor unit; what is said of a month's end there is said of now. Measured by nodes with the role worker, all of which say
 * the same; not each minute like {@link StandingGauges}, because what is overdue has to be looked for among all invoices.
 */
@Component
class MonthGauges extends WorkerGauges {

    private static final Logger log = LoggerFactory.getLogger(MonthGauges.class);
    private static final Duration INTERVAL = Duration.ofMinutes(10);

    private static final Map<String, ToLongFunction<MonthStats>> NUMBERS = Map.of(
            "started", MonthStats::started,
            "trials", MonthStats::trials,
            "churned", MonthStats::churned,
            "churned_mrr", MonthStats::churnedMrrCents,
            "invoiced", MonthStats::invoicedCents,
            "collected", MonthStats::collectedCents,
            "refunded", MonthStats::refundedCents,
            "overdue", MonthStats::overdueCents);

    private final StatsRepository stats;
    private final Clock clock;
    private final List<Shown> numbers;

    MonthGauges(StatsRepository stats, Clock clock, MeterRegistry registry, Roles roles) {
        super(INTERVAL, roles);
        this.stats = stats;
        this.clock = clock;
        this.numbers = NUMBERS.entrySet().stream()
                .map(number -> new Shown(
                        MultiGauge.builder("tollgate.month." + number.getKey()).register(registry), number.getValue()))
                .toList();
    }

    private record Shown(MultiGauge gauge, ToLongFunction<MonthStats> of) {

        void show(Collection<MonthStats> lines) {
            gauge.register(
                    lines.stream()
                            .map(line -> MultiGauge.Row.of(Tags.of("currency", line.currency()), of.applyAsLong(line)))
                            .toList(),
                    true);
        }
    }

    @Override
    protected Mono<Void> measure() {
        return Mono.fromSupplier(() -> YearMonth.now(clock))
                .flatMap(month -> stats.monthly(new Months(month, month)))
                .zipWhen(_ -> stats.currencies(), MonthGauges::byCurrency)
                .doOnNext(lines -> numbers.forEach(number -> number.show(lines)))
                .then();
    }

    /** Zero, and not absent, where nothing was: else a dashboard would show the month before for ever. */
    private static Collection<MonthStats> byCurrency(List<MonthStats> lines, List<String> currencies) {
        Map<String, MonthStats> found = new HashMap<>();
        currencies.forEach(
                currency -> found.put(currency, new MonthStats("", currency, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)));
        lines.forEach(line -> found.put(line.currency(), line));
        return found.values();
    }

    /** What was measured once would be shown as what is now. */
    @Override
    protected void failed(Throwable failure) {
        log.warn("The month is not measured: {}", failure.toString());
        numbers.forEach(number -> number.show(List.of()));
    }
}
