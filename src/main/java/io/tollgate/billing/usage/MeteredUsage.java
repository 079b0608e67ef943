package io.tollgate.billing.usage;

import io.tollgate.billing.metric.PlanCharge;
import io.tollgate.billing.pricing.Aggregation;
import io.tollgate.billing.pricing.PercentageTally;
import io.tollgate.billing.pricing.Period;
import io.tollgate.billing.pricing.Price;
import io.tollgate.billing.pricing.Usage;
import io.tollgate.billing.usage.UsageSums.Span;
import io.tollgate.billing.usage.UsageSums.Sum;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
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
    private final StoredLevels levels;
    private final LateRows late;
    private final KeptUsage kept;
    private final UsageProperties properties;

    MeteredUsage(
            UsageSums sums,
            UsageEvents events,
            StoredLevels levels,
            LateRows late,
            KeptUsage kept,
            UsageProperties properties) {
        this.sums = sums;
        this.events = events;
        this.levels = levels;
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
        return summed(questions)
                .zipWhen(_ -> levels.of(
                        questions.stream().filter(MeteredUsage::isLevel).toList()))
                .flatMap(found -> together(
                        questions, found.getT1().iterator(), found.getT2().iterator()));
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

    private Mono<List<Usage>> summed(List<UsageQuestion> questions) {
        return Flux.fromIterable(questions)
                .filter(MeteredUsage::isSummed)
                .buffer(AT_ONCE)
                .concatMap(this::sums)
                .collectList();
    }

    private Flux<Usage> sums(List<UsageQuestion> questions) {
        return sums.of(questions.stream().map(Span::of).toList())
                .flatMapIterable(found -> found)
                .zipWithIterable(questions, (sum, question) -> usage(aggregation(question), sum));
    }

    /** Those that are neither summed nor levels are read one after the other. */
    private Mono<List<Usage>> together(List<UsageQuestion> questions, Iterator<Usage> summed, Iterator<Usage> leveled) {
        List<Mono<Usage>> all = new ArrayList<>();
        for (UsageQuestion question : questions) {
            all.add(
                    isSummed(question)
                            ? Mono.just(summed.next())
                            : isLevel(question) ? Mono.just(leveled.next()) : read(question));
        }
        return Flux.concat(all).collectList();
    }

    private static Aggregation aggregation(UsageQuestion question) {
        return question.charge().metric().aggregation();
    }

    private static boolean isLevel(UsageQuestion question) {
        return aggregation(question) == Aggregation.WEIGHTED_SUM;
    }

    private static boolean isSummed(UsageQuestion question) {
        return aggregation(question) != Aggregation.UNIQUE
                && !isLevel(question)
                && !question.charge().charge().price().needsValues();
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
        return aggregation(question) == Aggregation.UNIQUE
                ? events.unique(span)
                        .map(counted -> new Usage(BigDecimal.valueOf(counted.unique()), counted.events(), List.of()))
                : each(span, question.charge().charge().price());
    }

    private Mono<Usage> each(Span span, Price price) {
        PercentageTally nothing = price.tally();
        return nothing == null
                ? Mono.error(() -> new IllegalArgumentException("No price that looks at each event: " + price))
                : events.fold(span, nothing, PercentageTally::plus).map(Usage::of);
    }
}
