package io.tollgate.billing.engine;

import io.tollgate.billing.invoice.CreditNoteResult;
import io.tollgate.billing.invoice.CreditNotes;
import io.tollgate.billing.invoice.InvoiceReturns;
import io.tollgate.billing.invoice.InvoiceStatus;
import io.tollgate.billing.invoice.Invoices;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Gives the unused rest of a base fee back: by a note on the invoice that asked for it, so that what is still owed on it is not
 * asked for any more. What that invoice had taken off already for another plan becomes a line of the next.
 */
@Component
class GivingBack {

    private final CreditNotes notes;
    private final Invoices invoices;
    private final InvoiceReturns returns;
    private final Offers offers;

    GivingBack(CreditNotes notes, Invoices invoices, InvoiceReturns returns, Offers offers) {
        this.notes = notes;
        this.invoices = invoices;
        this.returns = returns;
        this.offers = offers;
    }

    /** The step with what is left to give back among its fees. */
    Mono<Step> of(Step step) {
        UUID invoice = step.move().of().course().baseInvoiceId();
        if (step.giveBack() == 0 || invoice == null) {
            return Mono.just(step);
        }
        return noted(invoice, step.giveBack(), step.refund())
                .flatMap(left -> left == 0 ? Mono.just(step) : asLine(step, left));
    }

    /** @return what could not be credited on that invoice */
    private Mono<Long> noted(UUID invoice, long amount, boolean refund) {
        CreditNotes.Wish wish = new CreditNotes.Wish(null, amount, "Unused time", refund);
        return notes.issue(invoice, wish, null).flatMap(result -> switch (result) {
            case CreditNoteResult.Issued _ -> Mono.just(0L);
            case CreditNoteResult.TooHigh(long left) ->
                left <= 0 ? Mono.just(amount) : noted(invoice, left, refund).map(_ -> amount - left);
            case CreditNoteResult.NotCreditable _, CreditNoteResult.NoInvoice _, CreditNoteResult.NoSuchLine _ ->
                notAsked(invoice).map(notAsked -> notAsked ? 0L : amount);
        });
    }

    /**
     * Nobody is to pay it any more, or the payer's bank has taken the money back, so there is nothing to give back. One that was
     * settled by credit is as good as paid.
     */
    private Mono<Boolean> notAsked(UUID invoice) {
        return invoices.find(invoice)
                .map(found -> found.status() == InvoiceStatus.VOID || found.status() == InvoiceStatus.UNCOLLECTIBLE)
                .defaultIfEmpty(true)
                .flatMap(over -> over ? Mono.just(true) : returns.lost(invoice));
    }

    private Mono<Step> asLine(Step step, long left) {
        EngineSubscription of = step.move().of();
        Instant to = of.course().period().end();
        return offers.of(of.versionId())
                .map(offer ->
                        step.with(List.copyOf(Rating.unused(offer, step.move().at(), to, left))));
    }
}
