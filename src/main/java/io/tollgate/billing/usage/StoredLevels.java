package io.tollgate.billing.usage;

import io.tollgate.billing.pricing.Period;
import io.tollgate.billing.pricing.Usage;
import io.tollgate.billing.pricing.WeightedSum;
import io.tollgate.billing.usage.UsageSums.Span;
import io.tollgate.billing.usage.UsageSums.Sum;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The mean of what is stored over time. It stays stored when another subscription takes the place of the one before, whose last
 * events may lie in the span too.
 */
@Component
class StoredLevels {

    private static final int AT_ONCE = 200;

    private final UsageSums sums;
    private final UsageEvents events;
    private final Predecessors predecessors;

    StoredLevels(UsageSums sums, UsageEvents events, Predecessors predecessors) {
        this.sums = sums;
        this.events = events;
        this.predecessors = predecessors;
    }

    /** The answers in the same order. */
    Mono<List<Usage>> of(List<UsageQuestion> questions) {
        return predecessors
                .with(questions.stream().map(UsageQuestion::subscriptionId).toList())
                .flatMap(lines -> Flux.fromIterable(questions)
                        .concatMap(question -> of(
                                question,
                                lines.getOrDefault(question.subscriptionId(), List.of(question.subscriptionId()))))
                        .collectList());
    }

    private Mono<Usage> of(UsageQuestion question, List<UUID> line) {
        Span span = Span.of(question);
        return Mono.zip(level(span, line), events.held(span, line))
                .map(found -> mean(question, found.getT1(), found.getT2()));
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

    private static Usage mean(UsageQuestion question, BigDecimal level, UsageEvents.Held held) {
        Period span = question.period();
        BigDecimal carried = level.multiply(WeightedSum.seconds(span.start(), span.end()));
        BigDecimal mean = WeightedSum.mean(carried.add(held.held()), question.whole());
        return new Usage(mean, held.events(), List.of());
    }
}
