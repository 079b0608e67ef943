package io.tollgate.billing.engine;

import io.tollgate.billing.invoice.DraftFee;
import io.tollgate.billing.invoice.Invoice;
import io.tollgate.billing.invoice.InvoiceDraft;
import io.tollgate.billing.invoice.InvoiceKind;
import io.tollgate.billing.invoice.Invoices;
import io.tollgate.billing.subscription.Subscription;
import io.tollgate.platform.jobs.Outbox;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Makes the invoices of our own of a subscription that Stripe ran: for its last usage, and what came too late for that. */
@Component
class StripeEnding {

    private final StripeBills bills;
    private final StripeLines lines;
    private final StripeCounting counting;
    private final Offers offers;
    private final Invoices invoices;
    private final CustomerClock clock;
    private final Outbox outbox;
    private final Duration lookBack;

    /** @param lookBack how late usage may be told */
    StripeEnding(
            StripeBills bills,
            StripeLines lines,
            StripeCounting counting,
            Offers offers,
            Invoices invoices,
            CustomerClock clock,
            Outbox outbox,
            @Value("${tollgate.billing.usage.look-back:35d}") Duration lookBack) {
        this.bills = bills;
        this.lines = lines;
        this.counting = counting;
        this.offers = offers;
        this.invoices = invoices;
        this.clock = clock;
        this.outbox = outbox;
        this.lookBack = lookBack.plusDays(1);
    }

    /**
     * What is to be billed at one look.
     *
     * @param first whether nothing has been billed since the end
     * @param counted up to where usage was billed before
     * @param to up to where it is now
     */
    private record Look(boolean first, StripeBills.Counted counted, Instant to) {}

    /** In the caller's transaction. The first time up to the end, later only what has come to light since. */
    Mono<Void> bill(Subscription over) {
        return bills.lock(over.id())
                .then(Mono.defer(() -> bills.ended(over.id())))
                .map(counted -> new Look(false, counted, counted.to()))
                .switchIfEmpty(Mono.defer(() -> firstLook(over)))
                .flatMap(look -> counting.bill(over, look.counted(), look.to())
                        .delayUntil(due -> issue(over, look, due))
                        .flatMap(due -> bills.end(over.id(), new StripeBills.Counted(look.to(), due.sequence())))
                        .then(Mono.defer(() -> look.first() ? lookAgain(over) : Mono.empty())));
    }

    private Mono<Look> firstLook(Subscription over) {
        return bills.counted(over.id())
                .defaultIfEmpty(new StripeBills.Counted(StripeCounting.begin(over), 0))
                .map(counted -> new Look(true, counted, later(counted.to(), over.endedAt())));
    }

    private static Instant later(Instant counted, @Nullable Instant end) {
        return end == null || end.isBefore(counted) ? counted : end;
    }

    /** Together with the lines that no draft of Stripe's has taken. */
    private Mono<Void> issue(Subscription over, Look look, StripeCounting.Due due) {
        return lines.waiting(over.id()).flatMap(waiting -> {
            List<DraftFee> fees = new ArrayList<>(due.fees());
            waiting.forEach(line -> fees.add(line.fee()));
            return fees.isEmpty()
                    ? Mono.empty()
                    : draft(over, look, fees, due.sequence())
                            .flatMap(invoices::issue)
                            .switchIfEmpty(
                                    Mono.error(() -> new IllegalStateException("Not billed at its end: " + over.id())))
                            .flatMap(invoice -> moved(waiting, invoice));
        });
    }

    private Mono<InvoiceDraft> draft(Subscription over, Look look, List<DraftFee> fees, long sequence) {
        return clock.now(over.userId()).zipWith(offers.of(over.planVersionId())).map(found -> {
            Instant now = found.getT1();
            Instant moment = look.first() ? look.to() : now;
            return new InvoiceDraft(
                    over.id(),
                    over.userId(),
                    over.provider().value(),
                    look.first() ? InvoiceKind.CANCEL : InvoiceKind.LATE,
                    moment,
                    moment,
                    found.getT2().currency(),
                    fees,
                    sequence,
                    now);
        });
    }

    private Mono<Void> moved(List<StripeUsageLine> waiting, Invoice invoice) {
        return Flux.fromIterable(waiting)
                .concatMap(line -> lines.billed(line, invoice.id()))
                .then();
    }

    private Mono<Void> lookAgain(Subscription over) {
        return clock.now(over.userId())
                .flatMap(now -> outbox.enqueueAt(
                        StripeEnd.TYPE,
                        over.userId().toString(),
                        new StripeEnd.Payload(over.id()),
                        later(now, over.endedAt()).plus(lookBack)));
    }
}
