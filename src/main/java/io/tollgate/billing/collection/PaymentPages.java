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
    private final Polling polling;
    private final CollectionProperties properties;
    private final Clock clock;

    PaymentPages(
            Invoices invoices,
            AttemptRepository attempts,
            AttemptBeginning beginning,
            ChargeOrders orders,
            Gateways gateways,
            AttemptOutcome outcome,
            PageClosing closing,
            Polling polling,
            CollectionProperties properties,
            Clock clock) {
        this.invoices = invoices;
        this.attempts = attempts;
        this.beginning = beginning;
        this.orders = orders;
        this.gateways = gateways;
        this.outcome = outcome;
        this.closing = closing;
        this.polling = polling;
        this.properties = properties;
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
                        .flatMap(open -> openAlready(open, invoice.amountChargeable()))
                        .switchIfEmpty(Mono.defer(() -> another(invoice)))
                : Mono.just(new PageResult.ByHand());
    }

    /** Empty when what was open is so no longer. */
    private Mono<PageResult> openAlready(Attempt open, long owed) {
        if (open.status() != AttemptStatus.WAITING) {
            return properties.unresolved(open.polls()) ? lookOnceMore(open) : Mono.just(new PageResult.InProgress());
        }
        if (open.amount().cents() != owed) {
            return closing.close(open).flatMap(fate -> replaced(open, fate));
        }
        Instant until = open.expiresAt();
        return until != null
                        && open.paymentUrl() != null
                        && clock.instant().plus(ENOUGH).isBefore(until)
                ? Mono.just(new PageResult.Opened(open.paymentUrl()))
                : closing.close(open).flatMap(PaymentPages::unlessDecided);
    }

    /** The page asks for more than is owed by now: better two pages than one that is wrong. */
    private Mono<PageResult> replaced(Attempt open, PageClosing.Fate fate) {
        return fate == PageClosing.Fate.STILL_OPEN
                ? closing.giveUp(open, "amount_changed").then(Mono.empty())
                : unlessDecided(fate);
    }

    /** It is looked for once a day by now; but the payer is here. */
    private Mono<PageResult> lookOnceMore(Attempt given) {
        return polling.lookOnceMore(given)
                .flatMap(now -> now.status().open() ? Mono.just(new PageResult.InProgress()) : Mono.empty());
    }

    private static Mono<PageResult> unlessDecided(PageClosing.Fate fate) {
        return fate == PageClosing.Fate.DECIDED ? Mono.empty() : Mono.just(new PageResult.InProgress());
    }

    private Mono<PageResult> another(Invoice invoice) {
        return beginning
                .page(invoice.id())
                .flatMap(this::opened)
                .switchIfEmpty(Mono.defer(() -> justDecided(invoice.id())));
    }

    /** Somebody else was quicker. */
    private Mono<PageResult> justDecided(UUID invoiceId) {
        return invoices.find(invoiceId)
                .flatMap(invoice -> attempts.open(invoiceId)
                        .flatMap(open -> openAlready(open, invoice.amountChargeable()))
                        .defaultIfEmpty(withoutPage(invoice)));
    }

    private static PageResult withoutPage(Invoice invoice) {
        return invoice.status() == InvoiceStatus.OPEN
                ? new PageResult.InProgress()
                : new PageResult.NotOpen(invoice.status().value());
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
