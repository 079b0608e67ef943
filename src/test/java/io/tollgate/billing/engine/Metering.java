package io.tollgate.billing.engine;

import io.tollgate.billing.invoice.DraftFee;
import io.tollgate.billing.pricing.Aggregation;
import io.tollgate.billing.pricing.Period;
import io.tollgate.billing.pricing.Usage;
import io.tollgate.billing.pricing.UsageEvent;
import io.tollgate.billing.pricing.WeightedSum;
import io.tollgate.billing.usage.UsageQuestion;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One customer's events and bills, without a database: rates stretches one after another as the engine does. */
final class Metering {

    private final Map<UUID, Offer> sold;
    private final BigDecimal carried;
    private final List<UsageEvent> told = new ArrayList<>();
    private final List<BilledStretch> rows = new ArrayList<>();
    private final List<DraftFee> fees = new ArrayList<>();

    /** @param carried the level before all events */
    Metering(Map<UUID, Offer> sold, BigDecimal carried) {
        this.sold = sold;
        this.carried = carried;
    }

    void tell(List<UsageEvent> events) {
        told.addAll(events);
    }

    /** @return its fees */
    List<DraftFee> end(Stretch ending) {
        return book(SplitPeriod.endingWith(ending, rows));
    }

    /** Rates everything anew. */
    List<DraftFee> again() {
        return SplitPeriod.of(rows).stream()
                .flatMap(period -> book(period).stream())
                .toList();
    }

    long billed() {
        return fees.stream().mapToLong(DraftFee::amount).sum();
    }

    private List<DraftFee> book(SplitPeriod period) {
        List<PeriodUsage.Counted> counted = Strand.of(period, sold).stream()
                .map(strand -> new PeriodUsage.Counted(
                        strand, strand.questions().stream().map(this::answer).toList()))
                .toList();
        Arrears arrears = Rating.of(new PeriodUsage(period, sold, counted));
        for (BilledStretch stretch : arrears.stretches()) {
            rows.removeIf(row -> row.stretch().equals(stretch.stretch()));
            rows.add(stretch);
        }
        rows.sort((one, other) -> one.stretch().from().compareTo(other.stretch().from()));
        fees.addAll(arrears.fees());
        return arrears.fees();
    }

    private Usage answer(UsageQuestion question) {
        Aggregation how = question.charge().metric().aggregation();
        return how == Aggregation.WEIGHTED_SUM
                ? weighted(question)
                : how.over(question.period(), BigDecimal.ZERO, told);
    }

    private Usage weighted(UsageQuestion question) {
        Period span = question.period();
        BigDecimal held = BigDecimal.ZERO;
        BigDecimal level = carried;
        long events = 0;
        for (UsageEvent event : told) {
            if (span.contains(event.at())) {
                held = held.add(event.value().multiply(seconds(event.at(), span.end())));
                events++;
            } else if (event.at().isBefore(span.start())) {
                level = level.add(event.value());
            }
        }
        held = held.add(level.multiply(seconds(span.start(), span.end())));
        return new Usage(WeightedSum.mean(held, question.whole()), events, List.of());
    }

    private static BigDecimal seconds(Instant from, Instant to) {
        return WeightedSum.seconds(from, to);
    }
}
