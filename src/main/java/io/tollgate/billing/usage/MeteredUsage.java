package io.tollgate.billing.usage;

import io.tollgate.billing.metric.PlanCharge;
import io.tollgate.billing.pricing.Aggregation;
import io.tollgate.billing.pricing.PercentageTally;
import io.tollgate.billing.pricing.Period;
import io.tollgate.billing.pricing.Price;
import io.tollgate.billing.pricing.Usage;
import io.tollgate.billing.pricing.WeightedSum;
import io.tollgate.billing.usage.UsageSums.Span;
import io.tollgate.billing.usage.UsageSums.Sum;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What was used, for those who bill it: by the time of the events, periods half-open.
 *
 * <p>An invoice notes the {@link #sequence} it knew, read before it counts anything: what came while it counted may then be found
 * twice, which a new total less what was billed makes nothing of, and is never missed.
 */
@Component
public class MeteredUsage {

    private static final int AT_ONCE = 200;

    private final UsageSums sums;
    private final UsageEvents events;
    private final Predecessors predecessors;
    private final LateRows late;
    private final KeptUsage kept;
    private final UsageProperties properties;

    MeteredUsage(
            UsageSums sums,
            UsageEvents events,
            Predecessors predecessors,
            LateRows late,
            KeptUsage kept,
            UsageProperties properties) {
        this.sums = sums;
        this.events = events;
        this.predecessors = predecessors;
        this.late = late;
        this.kept = kept;
        this.properties = properties;
    }

    /** What a charge counts of a subscription in a period. */
    public Mono<Usage> of(UUID subscriptionId, PlanCharge charge, Period period) {
        return of(List.of(new UsageQuestion(subscriptionId, charge, period))).map(List::getFirst);
    }

    /** The answers in the same order; as few statements as can be. */
    public Mono<List<Usage>> of(List<UsageQuestion> questions) {
        List<UsageQuestion> summed = questions.stream()
                .filter(question -> isSummed(question.charge()))
                .toList();
        return Flux.fromIterable(summed)
                .map(Span::of)
                .buffer(AT_ONCE)
                .concatMap(sums::of)
                .concatMapIterable(found -> found)
                .collectList()
                .flatMap(found -> together(questions, summed, found));
    }

    /** How many events a subscription has had so far; grows with each, in the order of their commits. 0 without any. */
    public Mono<Long> sequence(UUID subscriptionId) {
        return late.sequence(subscriptionId);
    }

    /**
     * Usage from before a moment that was told after an invoice had counted.
     *
     * @param before such as the end of the last billed period
     * @param afterSequence what that invoice noted
     * @return a metric each, the oldest first; all of them, for whoever bills them notes that there is no more
     */
    public Mono<List<LateUsage>> lateSince(UUID subscriptionId, Instant before, long afterSequence) {
        Instant from = before.minus(properties.reach());
        return late.since(subscriptionId, from, before, afterSequence);
    }

    /** Whether all that was used since a moment is still there; what began before must not be counted. */
    public Mono<Boolean> kept(Instant since) {
        return kept.since(since);
    }

    private Mono<List<Usage>> together(List<UsageQuestion> questions, List<UsageQuestion> summed, List<Sum> found) {
        List<Usage> usages = IntStream.range(0, summed.size())
                .mapToObj(i -> usage(summed.get(i).charge().metric().aggregation(), found.get(i)))
                .toList();
        if (summed.size() == questions.size()) {
            return Mono.just(usages);
        }
        List<Mono<Usage>> all = new ArrayList<>();
        int next = 0;
        for (UsageQuestion question : questions) {
            all.add(isSummed(question.charge()) ? Mono.just(usages.get(next++)) : read(question));
        }
        return Flux.concat(all).collectList();
    }

    private static boolean isSummed(PlanCharge charge) {
        Aggregation how = charge.metric().aggregation();
        return how != Aggregation.UNIQUE
                && how != Aggregation.WEIGHTED_SUM
                && !charge.charge().price().needsValues();
    }

    private static Usage usage(Aggregation how, Sum sum) {
        BigDecimal quantity = switch (how) {
            case COUNT -> BigDecimal.valueOf(sum.events());
            case SUM -> sum.total();
            case MAX -> sum.highest();
            case MIN -> sum.lowest();
            case AVG -> Aggregation.mean(sum.total(), sum.events());
            case LATEST -> sum.latest();
            case UNIQUE, WEIGHTED_SUM -> throw new IllegalArgumentException(how + " is no sum of hours");
        };
        return new Usage(quantity, sum.events(), sum.corrections(), List.of(), null);
    }

    private Mono<Usage> read(UsageQuestion question) {
        Span span = Span.of(question);
        return switch (question.charge().metric().aggregation()) {
            case UNIQUE ->
                events.unique(span)
                        .map(counted -> new Usage(BigDecimal.valueOf(counted.unique()), counted.events(), List.of()));
            case WEIGHTED_SUM ->
                predecessors.with(span.subscriptionId()).flatMap(line -> weighted(question, span, line));
            case COUNT, SUM, MAX, MIN, AVG, LATEST ->
                each(span, question.charge().charge().price());
        };
    }

    private Mono<Usage> each(Span span, Price price) {
        PercentageTally nothing = price.tally();
        return nothing == null
                ? Mono.error(() -> new IllegalArgumentException("No price that looks at each event: " + price))
                : events.fold(span, nothing, PercentageTally::plus).map(Usage::of);
    }

    /** What is stored stays so when another subscription takes the place of the one before, whose last events may lie in the span. */
    private Mono<Usage> weighted(UsageQuestion question, Span span, List<UUID> line) {
        return Mono.zip(level(span, line), events.held(span, line))
                .map(found -> weighted(question, found.getT1(), found.getT2()));
    }

    /** At the start of the span. */
    private Mono<BigDecimal> level(Span span, List<UUID> line) {
        return events.level(span, line)
                .zipWith(total(span.before(), line))
                .map(found -> found.getT1().add(found.getT2()));
    }

    private Mono<BigDecimal> total(Span span, List<UUID> subscriptionIds) {
        return Flux.fromIterable(subscriptionIds)
                .map(span::in)
                .buffer(AT_ONCE)
                .concatMap(sums::of)
                .concatMapIterable(found -> found)
                .map(Sum::total)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static Usage weighted(UsageQuestion question, BigDecimal level, UsageEvents.Held held) {
        Period span = question.period();
        BigDecimal carried = level.multiply(WeightedSum.seconds(span.start(), span.end()));
        BigDecimal mean = WeightedSum.mean(carried.add(held.held()), question.whole());
        return new Usage(mean, held.events(), List.of());
    }
}
