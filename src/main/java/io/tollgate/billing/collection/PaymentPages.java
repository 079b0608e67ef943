package io.tollgate.billing.collection;

import io.tollgate.billing.collection.ChargeResult.ActionRequired;
import io.tollgate.billing.collection.ChargeResult.Declined;
import io.tollgate.billing.collection.ChargeResult.Paid;
import io.tollgate.billing.collection.ChargeResult.Unknown;
import io.tollgate.billing.invoice.Invoice;
import io.tollgate.billing.invoice.InvoiceStatus;
import io.tollgate.billing.invoice.Invoices;
import io.tollgate.billing.subscription.Provider;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Gives a payer the page to pay an invoice on: the one that is open, or another. There is one at a time. */
@Component
class PaymentPages {

    /** A page with less left than this is no use. */
    private static final Duration ENOUGH = Duration.ofMinutes(10);

    private final Invoices invoices;
    private final AttemptRepository attempts;
    private final AttemptBeginning beginning;
    private final ChargeOrders orders;
    private final Gateways gateways;
    private final AttemptOutcome outcome;
    private final PageClosing closing;
    private final Clock clock;

    PaymentPages(
            Invoices invoices,
            AttemptRepository attempts,
            AttemptBeginning beginning,
            ChargeOrders orders,
            Gateways gateways,
            AttemptOutcome outcome,
            PageClosing closing,
            Clock clock) {
        this.invoices = invoices;
        this.attempts = attempts;
        this.beginning = beginning;
        this.orders = orders;
        this.gateways = gateways;
        this.outcome = outcome;
        this.closing = closing;
        this.clock = clock;
    }

    Mono<PageResult> open(UUID userId, UUID invoiceId) {
        return invoices.find(invoiceId)
                .filter(invoice -> invoice.userId().equals(userId))
                .flatMap(this::open)
                .defaultIfEmpty(new PageResult.NoInvoice());
    }

    private Mono<PageResult> open(Invoice invoice) {
        if (invoice.status() != InvoiceStatus.OPEN) {
            return Mono.just(new PageResult.NotOpen(invoice.status().value()));
        }
        return gateways.of(Provider.of(invoice.provider())).collects()
                ? attempts.open(invoice.id())
                        .flatMap(this::openAlready)
                        .switchIfEmpty(Mono.defer(() -> another(invoice)))
                : Mono.just(new PageResult.ByHand());
    }

    /** Empty when what was open is so no longer. */
    private Mono<PageResult> openAlready(Attempt open) {
        if (open.status() != AttemptStatus.WAITING) {
            return Mono.just(new PageResult.InProgress());
        }
        Instant until = open.expiresAt();
        return until != null
                        && open.paymentUrl() != null
                        && clock.instant().plus(ENOUGH).isBefore(until)
                ? Mono.just(new PageResult.Opened(open.paymentUrl()))
                : closing.close(open).flatMap(closed -> closed ? Mono.empty() : Mono.just(new PageResult.InProgress()));
    }

    private Mono<PageResult> another(Invoice invoice) {
        return beginning
                .page(invoice.id())
                .flatMap(this::opened)
                .switchIfEmpty(Mono.defer(() -> justDecided(invoice.id())));
    }

    /** Somebody else was quicker. */
    private Mono<PageResult> justDecided(UUID invoiceId) {
        return attempts.open(invoiceId)
                .flatMap(this::openAlready)
                .switchIfEmpty(Mono.defer(() -> invoices.find(invoiceId)
                        .map(invoice -> invoice.status() == InvoiceStatus.OPEN
                                ? new PageResult.InProgress()
                                : new PageResult.NotOpen(invoice.status().value()))));
    }

    private Mono<PageResult> opened(Attempt attempt) {
        return orders.of(attempt)
                .flatMap(order -> gateways.of(attempt.provider()).open(order))
                .flatMap(result -> switch (result) {
                    case ActionRequired page ->
                        outcome.answered(attempt, page).thenReturn(new PageResult.Opened(page.url()));
                    case Declined declined ->
                        outcome.closed(attempt, declined).thenReturn(new PageResult.Refused(declined.code()));
                    case Paid paid -> outcome.answered(attempt, paid).thenReturn(new PageResult.NotOpen("paid"));
                    // Nobody has its address: whatever was made is never paid on.
                    case Unknown unknown ->
                        outcome.closed(attempt, new Declined(unknown.reason(), true))
                                .thenReturn(new PageResult.NoAnswer());
                });
    }
}
