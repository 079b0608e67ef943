package io.tollgate.billing.engine;

import io.tollgate.billing.pricing.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Gathers what must be known of many moves, with as few questions as it can. */
@Component
class Knowing {

    private final Offers offers;
    private final UsageCounts counts;
    private final Means means;

    private final Duration lookBack;

    /** @param lookBack how late usage may be told */
    Knowing(
            Offers offers,
            UsageCounts counts,
            Means means,
            @Value("${tollgate.billing.usage.look-back:35d}") Duration lookBack) {
        this.offers = offers;
        this.counts = counts;
        this.means = means;
        this.lookBack = lookBack.plusDays(1);
    }

    /** A move with what is known of it. */
    record Pair(Move move, Known known) {}

    /** What was used in the stretches that end. */
    private record Used(Map<UUID, Map<UUID, Usage>> alone, Map<UUID, PeriodUsage> divided) {}

    /** In the moves' order; one move of a subscription at a time. */
    Mono<List<Pair>> of(List<Move> moves) {
        List<UUID> ids = moves.stream().map(move -> move.of().id()).toList();
        return offers.of(moves.stream().flatMap(Knowing::versions).toList())
                .flatMap(sold -> counts.sequences(ids)
                        .flatMap(sequences -> used(moves, sold, sequences)
                                .flatMap(used -> late(moves, sequences)
                                        .flatMap(late -> collectable(moves, sold)
                                                .map(able -> pairs(moves, sold, sequences, used, late, able))))));
    }

    private static Stream<UUID> versions(Move move) {
        return Stream.of(move.of().versionId(), move.nextVersionId());
    }

    private Mono<Used> used(List<Move> moves, Map<UUID, Offer> sold, Map<UUID, Long> sequences) {
        List<Stretch> maybe =
                moves.stream().filter(Knowing::maybeDivided).map(Move::ending).toList();
        return counts.divided(maybe)
                .flatMap(divided -> counts.used(wanted(moves, sold, sequences, divided.keySet()))
                        .map(alone -> new Used(alone, divided)));
    }

    /** The first stretch of a subscription, and one that is the beginning of a later period, need not be asked about. */
    private static boolean maybeDivided(Move move) {
        Stretch ending = move.ending();
        return !ending.empty()
                && !ending.from().equals(move.of().startedAt())
                && (ending.index() == 0 || ending.from().isAfter(ending.period().start()));
    }

    /** Who has never used anything need not be asked about. */
    private static List<UsageCounts.Wanted> wanted(
            List<Move> moves, Map<UUID, Offer> sold, Map<UUID, Long> sequences, Set<UUID> divided) {
        List<UsageCounts.Wanted> wanted = new ArrayList<>();
        for (Move move : moves) {
            Stretch ending = move.ending();
            if (!ending.empty()
                    && sequence(move, sequences) > 0
                    && !divided.contains(move.of().id())) {
                Offers.in(sold, move.of().versionId())
                        .charges()
                        .forEach(charge -> wanted.add(new UsageCounts.Wanted(charge, ending)));
            }
        }
        return wanted;
    }

    private Mono<Map<UUID, List<PeriodUsage>>> late(List<Move> moves, Map<UUID, Long> sequences) {
        Map<UUID, Move> told = moves.stream()
                .filter(move -> !move.of().trialing()
                        && sequence(move, sequences) > move.of().course().sequence())
                .collect(Collectors.toMap(move -> move.of().id(), move -> move));
        return told.isEmpty()
                ? Mono.just(Map.of())
                : counts.toldLate(told.values().stream().map(Move::of).toList())
                        .flatMapIterable(late -> late)
                        .concatMap(
                                id -> late(Objects.requireNonNull(told.get(id))).map(late -> Map.entry(id, late)))
                        .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private Mono<List<PeriodUsage>> late(Move move) {
        return counts.late(move.ending(), move.of().course().sequence());
    }

    private Mono<Map<UUID, Boolean>> collectable(List<Move> moves, Map<UUID, Offer> sold) {
        return Flux.fromIterable(moves)
                .filter(move -> Means.wanted(move, Offers.in(sold, move.nextVersionId())))
                .concatMap(move -> means.collectable(move.of())
                        .map(able -> Map.entry(move.of().id(), able)))
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private List<Pair> pairs(
            List<Move> moves,
            Map<UUID, Offer> sold,
            Map<UUID, Long> sequences,
            Used used,
            Map<UUID, List<PeriodUsage>> late,
            Map<UUID, Boolean> collectable) {
        return moves.stream()
                .map(move -> new Pair(
                        move,
                        new Known(
                                Offers.in(sold, move.of().versionId()),
                                Offers.in(sold, move.nextVersionId()),
                                used.alone().getOrDefault(move.of().id(), Map.of()),
                                again(move, used, late),
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

    /** The present period first. */
    private static List<PeriodUsage> again(Move move, Used used, Map<UUID, List<PeriodUsage>> late) {
        UUID id = move.of().id();
        return Stream.concat(Stream.ofNullable(used.divided().get(id)), late.getOrDefault(id, List.of()).stream())
                .toList();
    }
}
