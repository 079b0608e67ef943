package io.tollgate.billing.engine;

import io.tollgate.billing.plan.Trial;
import io.tollgate.billing.pricing.Usage;
import io.tollgate.billing.subscription.Provider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Gathers what must be known of many moves, with as few questions as it can. */
@Component
class Knowing {

    private final Offers offers;
    private final UsageCounts counts;
    private final ObjectProvider<MeansOfPayment> means;

    private final Duration lookBack;

    /** @param lookBack how late usage may be told */
    Knowing(
            Offers offers,
            UsageCounts counts,
            ObjectProvider<MeansOfPayment> means,
            @Value("${tollgate.billing.usage.look-back:35d}") Duration lookBack) {
        this.offers = offers;
        this.counts = counts;
        this.means = means;
        this.lookBack = lookBack.plusDays(1);
    }

    /** A move with what is known of it. */
    record Pair(Move move, Known known) {}

    /** In the moves' order; one move of a subscription at a time. */
    Mono<List<Pair>> of(List<Move> moves) {
        List<UUID> ids = moves.stream().map(move -> move.of().id()).toList();
        return offers.of(moves.stream().flatMap(Knowing::versions).toList())
                .flatMap(sold -> counts.sequences(ids)
                        .flatMap(sequences -> counts.used(wanted(moves, sold, sequences))
                                .flatMap(used -> late(moves, sequences)
                                        .flatMap(late -> collectable(moves, sold)
                                                .map(able -> pairs(moves, sold, sequences, used, late, able))))));
    }

    private static Stream<UUID> versions(Move move) {
        return Stream.of(move.of().versionId(), move.nextVersionId());
    }

    /** Who has never used anything need not be asked about. */
    private static List<UsageCounts.Wanted> wanted(List<Move> moves, Map<UUID, Offer> sold, Map<UUID, Long> sequences) {
        List<UsageCounts.Wanted> wanted = new ArrayList<>();
        for (Move move : moves) {
            Stretch ending = move.ending();
            if (!ending.empty() && sequence(move, sequences) > 0) {
                offer(sold, move.of().versionId())
                        .charges()
                        .forEach(charge -> wanted.add(new UsageCounts.Wanted(charge, ending)));
            }
        }
        return wanted;
    }

    private Mono<Map<UUID, List<Known.Late>>> late(List<Move> moves, Map<UUID, Long> sequences) {
        Map<UUID, EngineSubscription> told = moves.stream()
                .filter(move -> !move.of().trialing()
                        && sequence(move, sequences) > move.of().course().sequence())
                .map(Move::of)
                .collect(Collectors.toMap(EngineSubscription::id, of -> of));
        return told.isEmpty()
                ? Mono.just(Map.of())
                : counts.toldLate(List.copyOf(told.values()))
                        .flatMapIterable(late -> late)
                        .concatMap(
                                id -> late(Objects.requireNonNull(told.get(id))).map(late -> Map.entry(id, late)))
                        .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private Mono<List<Known.Late>> late(EngineSubscription of) {
        return counts.late(of.id(), of.course().since(), of.course().sequence());
    }

    /** Only the end of a trial asks for it. */
    private Mono<Map<UUID, Boolean>> collectable(List<Move> moves, Map<UUID, Offer> sold) {
        return Flux.fromIterable(moves)
                .filter(move -> move.of().trialing()
                        && offer(sold, move.nextVersionId()).plan().trial().withoutCard() != Trial.End.CREATE_INVOICE)
                .concatMap(move ->
                        collectable(move.of()).map(able -> Map.entry(move.of().id(), able)))
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private Mono<Boolean> collectable(EngineSubscription of) {
        Provider provider = of.provider();
        return means.orderedStream()
                .filter(some -> some.provider() == provider)
                .findFirst()
                .map(some -> some.has(of.userId()))
                .orElseGet(() -> Mono.just(true));
    }

    private List<Pair> pairs(
            List<Move> moves,
            Map<UUID, Offer> sold,
            Map<UUID, Long> sequences,
            Map<UUID, Map<UUID, Usage>> used,
            Map<UUID, List<Known.Late>> late,
            Map<UUID, Boolean> collectable) {
        return moves.stream()
                .map(move -> new Pair(
                        move,
                        new Known(
                                offer(sold, move.of().versionId()),
                                offer(sold, move.nextVersionId()),
                                used.getOrDefault(move.of().id(), Map.of()),
                                late.getOrDefault(move.of().id(), List.of()),
                                Math.max(
                                        sequence(move, sequences),
                                        move.of().course().sequence()),
                                collectable.getOrDefault(move.of().id(), true),
                                lookBack)))
                .toList();
    }

    private static long sequence(Move move, Map<UUID, Long> sequences) {
        return sequences.getOrDefault(move.of().id(), 0L);
    }

    private static Offer offer(Map<UUID, Offer> sold, UUID versionId) {
        return Objects.requireNonNull(sold.get(versionId));
    }
}
