package io.tollgate.billing.engine;

import io.tollgate.billing.metric.PlanCharge;
import io.tollgate.billing.pricing.Usage;
import io.tollgate.billing.usage.LateUsage;
import io.tollgate.billing.usage.MeteredUsage;
import io.tollgate.billing.usage.UsageNews;
import io.tollgate.billing.usage.UsageQuestion;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What was used, for many subscriptions at once. */
@Component
class UsageCounts {

    private final MeteredUsage usage;
    private final UsageNews news;
    private final StretchRepository stretches;
    private final Offers offers;

    UsageCounts(MeteredUsage usage, UsageNews news, StretchRepository stretches, Offers offers) {
        this.usage = usage;
        this.news = news;
        this.stretches = stretches;
        this.offers = offers;
    }

    /** What is asked for. */
    record Wanted(PlanCharge charge, Stretch stretch) {

        UsageQuestion question() {
            return new UsageQuestion(stretch.subscriptionId(), charge, stretch.span());
        }
    }

    /** By subscription and charge. Wants each charge once per subscription. */
    Mono<Map<UUID, Map<UUID, Usage>>> used(List<Wanted> wanted) {
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
     * What was told late of stretches before, rated anew where it may have changed.
     *
     * @param since the beginning of the present one
     * @param sequence up to which event usage was billed
     */
    Mono<List<Known.Late>> late(UUID subscriptionId, Instant since, long sequence) {
        return usage.lateSince(subscriptionId, since, sequence)
                .filter(late -> !late.isEmpty())
                .flatMap(late -> touched(subscriptionId, late))
                .defaultIfEmpty(List.of());
    }

    private Mono<List<Known.Late>> touched(UUID subscriptionId, List<LateUsage> late) {
        Set<UUID> metrics = late.stream().map(LateUsage::metricId).collect(Collectors.toSet());
        Instant from = late.stream()
                .map(LateUsage::from)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        Instant to =
                late.stream().map(LateUsage::to).max(Comparator.naturalOrder()).orElseThrow();
        return stretches
                .touched(subscriptionId, from, to)
                .flatMapIterable(found -> found)
                .concatMap(before -> again(before, metrics))
                .collectList();
    }

    private Mono<Known.Late> again(BilledStretch before, Set<UUID> metrics) {
        return offers.of(before.stretch().versionId()).flatMap(offer -> {
            List<Wanted> wanted = offer.charges().stream()
                    .filter(charge -> metrics.contains(charge.metric().id()))
                    .map(charge -> new Wanted(charge, before.stretch()))
                    .toList();
            return used(wanted)
                    .map(used -> new Known.Late(
                            offer, before, used.getOrDefault(before.stretch().subscriptionId(), Map.of())));
        });
    }
}
