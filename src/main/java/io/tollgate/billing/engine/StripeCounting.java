package io.tollgate.billing.engine;

import io.tollgate.billing.invoice.DraftFee;
import io.tollgate.billing.pricing.BillingCalendar;
import io.tollgate.billing.pricing.Period;
import io.tollgate.billing.subscription.Subscription;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Works out what the usage of a subscription that Stripe runs comes to. */
@Component
class StripeCounting {

    private final StripePieces pieces;
    private final UsageCounts counts;
    private final StretchRepository stretches;
    private final Offers offers;

    StripeCounting(StripePieces pieces, UsageCounts counts, StretchRepository stretches, Offers offers) {
        this.pieces = pieces;
        this.counts = counts;
        this.stretches = stretches;
        this.offers = offers;
    }

    /**
     * Usage that had not been billed.
     *
     * @param fees without those of nothing
     * @param counted whether anything was counted at all
     * @param sequence up to which event
     */
    record Due(List<DraftFee> fees, boolean counted, long sequence) {}

    /** A stretch and what is sold in it. */
    record Part(Offer offer, Stretch stretch) {}

    /**
     * What it used since the last time, and what was told late of before. Writes down what it has been billed at, in the caller's
     * transaction, which holds the lock on the subscription's usage.
     */
    Mono<Due> bill(Subscription subscription, StripeBills.Counted before, Instant to) {
        return counts.sequences(List.of(subscription.id())).flatMap(sequences -> {
            long sequence = Math.max(before.sequence(), sequences.getOrDefault(subscription.id(), 0L));
            return parts(subscription, before.to(), to)
                    .concatMap(part -> arrears(part, before.sequence())
                            .delayUntil(arrears -> stretches.write(arrears.stretches())))
                    .collectList()
                    .map(arrears -> due(arrears, sequence));
        });
    }

    private static Due due(List<Arrears> arrears, long sequence) {
        List<DraftFee> fees = new ArrayList<>();
        arrears.forEach(
                each -> each.fees().stream().filter(fee -> fee.amount() != 0).forEach(fees::add));
        boolean counted = arrears.stream().anyMatch(each -> !each.stretches().isEmpty());
        return new Due(fees, counted, sequence);
    }

    /** In their order; at least one, which may be empty, so that late usage is looked for. */
    Flux<Part> parts(Subscription subscription, Instant from, Instant to) {
        return pieces.of(subscription, from, to)
                .flatMapIterable(found -> found)
                .concatMap(piece -> part(subscription, piece))
                .filter(part -> !part.stretch().empty())
                .switchIfEmpty(Mono.defer(
                        () -> part(subscription, new StripePieces.Piece(subscription.planVersionId(), from, from))));
    }

    private Mono<Part> part(Subscription subscription, StripePieces.Piece piece) {
        return offers.of(piece.versionId()).map(offer -> new Part(offer, stretch(subscription, piece, offer)));
    }

    /** @param sequence up to which event usage was billed before */
    Mono<Arrears> arrears(Part part, long sequence) {
        Stretch stretch = part.stretch();
        UUID id = stretch.subscriptionId();
        return counts.divided(stretch.empty() ? List.of() : List.of(stretch))
                .flatMap(divided -> counts.used(divided.isEmpty() ? wanted(part) : List.of())
                        .flatMap(used -> counts.late(stretch, sequence).map(late -> {
                            List<PeriodUsage> again = Stream.concat(divided.values().stream(), late.stream())
                                    .toList();
                            return Arrears.of(
                                    stretch,
                                    Known.ofUsage(part.offer(), used.getOrDefault(id, Map.of()), again, sequence));
                        })));
    }

    private static List<UsageCounts.Wanted> wanted(Part part) {
        return part.stretch().empty()
                ? List.of()
                : part.offer().charges().stream()
                        .map(charge -> new UsageCounts.Wanted(charge, part.stretch()))
                        .toList();
    }

    /** Stripe counts its periods from the beginning too, but for a plan of another length. */
    private static Stretch stretch(Subscription subscription, StripePieces.Piece piece, Offer offer) {
        BillingCalendar calendar = BillingCalendar.from(begin(subscription), ZoneOffset.UTC, offer.interval());
        Period period = calendar.containing(piece.from());
        boolean fits = !piece.to().isAfter(period.end());
        return new Stretch(
                subscription.id(),
                offer.versionId(),
                fits ? calendar : BillingCalendar.from(piece.from(), ZoneOffset.UTC, offer.interval()),
                fits ? period.index() : 0,
                piece.from(),
                piece.to());
    }

    /** Usage of the trial is free. */
    static Instant begin(Subscription subscription) {
        Instant trialEnd = subscription.trialEnd();
        return trialEnd == null ? subscription.startedAt() : trialEnd;
    }
}
