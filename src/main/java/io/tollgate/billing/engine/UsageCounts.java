package io.tollgate.billing.engine;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.billing.metric.PlanCharge;
import io.tollgate.billing.pricing.Period;
import io.tollgate.billing.pricing.Usage;
import io.tollgate.billing.usage.LateUsage;
import io.tollgate.billing.usage.MeteredUsage;
import io.tollgate.billing.usage.UsageNews;
import io.tollgate.billing.usage.UsageQuestion;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What was used, for many subscriptions at once. */
@Component
class UsageCounts {

    private static final Logger LOG = LoggerFactory.getLogger(UsageCounts.class);

    private final MeteredUsage usage;
    private final UsageNews news;
    private final StretchRepository stretches;
    private final Offers offers;
    private final Counter leftAlone;

    UsageCounts(
            MeteredUsage usage, UsageNews news, StretchRepository stretches, Offers offers, MeterRegistry registry) {
        this.leftAlone = registry.counter("tollgate.usage.late.unbilled");
        this.usage = usage;
        this.news = news;
        this.stretches = stretches;
        this.offers = offers;
    }

    /** What is asked for. */
    record Wanted(PlanCharge charge, Stretch stretch) {

        UsageQuestion question() {
            Period whole = stretch.period();
            Period span = new Period(whole.index(), stretch.from(), stretch.to(), whole.zone(), whole.interval());
            return new UsageQuestion(stretch.subscriptionId(), charge, span, whole);
        }
    }

    /** By subscription and charge. Wants each charge once per subscription. */
    Mono<Map<UUID, Map<UUID, Usage>>> used(List<Wanted> wanted) {
        return required(wanted.stream().map(want -> want.stretch().from())).then(Mono.defer(() -> count(wanted)));
    }

    private Mono<Map<UUID, Map<UUID, Usage>>> count(List<Wanted> wanted) {
        return usage.of(wanted.stream().map(Wanted::question).toList()).map(found -> {
            Map<UUID, Map<UUID, Usage>> used = new HashMap<>();
            for (int i = 0; i < found.size(); i++) {
                Wanted want = wanted.get(i);
                used.computeIfAbsent(want.stretch().subscriptionId(), _ -> new HashMap<>())
                        .put(want.charge().id(), found.get(i));
            }
            return used;
        });
    }

    /** The periods of those stretches that are not the first of theirs, by subscription. */
    Mono<Map<UUID, PeriodUsage>> divided(List<Stretch> endings) {
        return stretches
                .before(endings)
                .flatMap(rows -> Flux.fromIterable(endings)
                        .filter(ending -> rows.containsKey(ending.subscriptionId()))
                        .map(ending ->
                                SplitPeriod.endingWith(ending, rows.getOrDefault(ending.subscriptionId(), List.of())))
                        .filter(SplitPeriod::divided)
                        .concatMap(period -> required(Stream.of(period.reach())).then(counted(period, _ -> true)))
                        .collectMap(counted -> counted.period().latest().subscriptionId()));
    }

    /** Up to which event usage is known now; to be read before anything is counted. */
    Mono<Map<UUID, Long>> sequences(List<UUID> subscriptionIds) {
        return news.sequences(subscriptionIds);
    }

    /** Who was told something late: usage from before what is in force now, after what was billed. */
    Mono<Set<UUID>> toldLate(List<EngineSubscription> subscriptions) {
        return news.toldLate(subscriptions.stream()
                .map(of -> new UsageNews.Counted(
                        of.id(), of.course().since(), of.course().sequence()))
                .toList());
    }

    /**
     * The periods before of which something was told late, counted anew. All of a period is, and what its usage counts for.
     *
     * @param present from whose beginning on nothing is late; its own period is left out when it ends, being rated with it
     * @param sequence up to which event usage was billed
     */
    Mono<List<PeriodUsage>> late(Stretch present, long sequence) {
        return usage.lateSince(present.subscriptionId(), present.from(), sequence)
                .filter(late -> !late.isEmpty())
                .flatMap(late -> again(present, late))
                .defaultIfEmpty(List.of());
    }

    private Mono<List<PeriodUsage>> again(Stretch present, List<LateUsage> late) {
        Set<UUID> metrics = late.stream().map(LateUsage::metricId).collect(Collectors.toSet());
        Comparator<Instant> order = Comparator.naturalOrder();
        Instant from = late.stream().map(LateUsage::from).min(order).orElseThrow();
        Instant to = late.stream().map(LateUsage::to).max(order).orElseThrow();
        return stretches
                .between(present.subscriptionId(), from, to)
                .flatMap(touched -> touched.stream()
                        .map(row -> row.stretch().earliest())
                        .min(order)
                        .map(earliest -> stretches.between(present.subscriptionId(), earliest, present.from()))
                        .orElse(Mono.just(List.of())))
                .flatMapIterable(SplitPeriod::of)
                .filter(period -> period.concerns(from, to))
                .filter(period -> present.empty() || !period.latest().samePeriod(present))
                .filterWhen(this::isKept)
                .concatMap(period -> counted(period, strand -> metrics.contains(strand.metricId())))
                .collectList();
    }

    /** What cannot be counted to the end stays as it was billed: less usage would look like a credit. */
    private Mono<Boolean> isKept(SplitPeriod period) {
        return usage.kept(period.reach()).doOnNext(kept -> {
            if (!kept) {
                leftAlone.increment();
                Stretch stretch = period.latest();
                LOG.warn(
                        "Late usage of subscription {} until {} is not billed: the rest of its period is no longer kept",
                        stretch.subscriptionId(),
                        stretch.to());
            }
        });
    }

    /** What is billed for the first time must be there; without it the subscription waits for somebody to look at it. */
    private Mono<Void> required(Stream<Instant> begins) {
        return Mono.justOrEmpty(begins.min(Comparator.naturalOrder()))
                .flatMap(usage::kept)
                .filter(kept -> !kept)
                .<Void>flatMap(_ -> Mono.error(
                        () -> new ApiException(ErrorCode.SUBSCRIPTION_PARKED, "What was used is no longer kept")));
    }

    private Mono<PeriodUsage> counted(SplitPeriod period, Predicate<Strand> wanted) {
        List<UUID> versions =
                period.stretches().stream().map(Stretch::versionId).toList();
        return offers.of(versions).flatMap(sold -> {
            List<Strand> strands =
                    Strand.of(period, sold).stream().filter(wanted).toList();
            List<UsageQuestion> questions = strands.stream()
                    .flatMap(strand -> strand.questions().stream())
                    .toList();
            return usage.of(questions).map(answers -> new PeriodUsage(period, sold, counted(strands, answers)));
        });
    }

    private static List<PeriodUsage.Counted> counted(List<Strand> strands, List<Usage> answers) {
        List<PeriodUsage.Counted> counted = new ArrayList<>();
        int next = 0;
        for (Strand strand : strands) {
            int end = next + strand.questions().size();
            counted.add(new PeriodUsage.Counted(strand, answers.subList(next, end)));
            next = end;
        }
        return counted;
    }
}
