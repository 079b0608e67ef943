package io.tollgate.billing.engine;

import io.tollgate.billing.metric.PlanCharge;
import io.tollgate.billing.pricing.Usage;
import io.tollgate.billing.usage.MeteredUsage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What was used, for many subscriptions at once. */
@Component
class UsageCounts {

    private final MeteredUsage usage;
    private final StretchRepository stretches;
    private final Offers offers;

    UsageCounts(MeteredUsage usage, StretchRepository stretches, Offers offers) {
        this.usage = usage;
        this.stretches = stretches;
        this.offers = offers;
    }

    /** What is asked for. */
    record Wanted(PlanCharge charge, Stretch stretch) {}

    /** By subscription and charge. Wants each charge once per subscription. */
    Mono<Map<UUID, Map<UUID, Usage>>> used(List<Wanted> wanted) {
        Map<UUID, Map<UUID, Usage>> found = new HashMap<>();
        return Flux.fromIterable(wanted)
                .concatMap(want -> usage.of(
                                want.stretch().subscriptionId(),
                                want.charge(),
                                want.stretch().span())
                        .doOnNext(used -> found.computeIfAbsent(want.stretch().subscriptionId(), _ -> new HashMap<>())
                                .put(want.charge().id(), used)))
                .then(Mono.just(found));
    }

    /** Up to which event usage is known now; to be read before anything is counted. */
    Mono<Map<UUID, Long>> sequences(List<UUID> subscriptionIds) {
        return Flux.fromIterable(subscriptionIds)
                .concatMap(id -> usage.sequence(id).map(sequence -> Map.entry(id, sequence)))
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    /** What was told late of the stretches before a moment, rated anew where it may have changed. */
    Mono<List<Known.Late>> late(EngineSubscription of) {
        return usage.lateSince(of.id(), of.course().since(), of.course().sequence())
                .filter(late -> !late.isEmpty())
                .flatMapMany(late -> stretches
                        .touched(
                                of.id(),
                                late.getFirst().from(),
                                late.stream()
                                        .map(l -> l.to())
                                        .reduce((a, b) -> a.isAfter(b) ? a : b)
                                        .orElseThrow())
                        .flatMapIterable(found -> found)
                        .concatMap(stretch -> again(
                                stretch, late.stream().map(l -> l.metricId()).collect(Collectors.toSet()))))
                .collectList();
    }

    private Mono<Known.Late> again(BilledStretch before, Set<UUID> metrics) {
        Stretch stretch = before.stretch();
        return offers.of(stretch.versionId())
                .flatMap(offer -> Flux.fromIterable(offer.charges())
                        .filter(charge -> metrics.contains(charge.metric().id()))
                        .concatMap(charge -> usage.of(stretch.subscriptionId(), charge, stretch.span())
                                .map(used -> Map.entry(charge.id(), used)))
                        .collectMap(Map.Entry::getKey, Map.Entry::getValue)
                        .map(used -> new Known.Late(offer, before, used)));
    }
}
