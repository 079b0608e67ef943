package io.tollgate.billing.engine;

import io.tollgate.billing.invoice.CreditNoteResult;
import io.tollgate.billing.invoice.CreditNotes;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Gives the unused rest of a base fee back: by a note on the line that asked for it, so that what is still owed on its invoice is
 * not asked for any more. What that invoice itself had taken off for another plan becomes a line of the next.
 */
@Component
class GivingBack {

    private final CreditNotes notes;
    private final BilledBases bases;
    private final Offers offers;

    GivingBack(CreditNotes notes, BilledBases bases, Offers offers) {
        this.notes = notes;
        this.bases = bases;
        this.offers = offers;
    }

    /** The step with what is left to give back among its fees. */
    Mono<Step> of(Step step) {
        UUID invoice = step.move().of().course().baseInvoiceId();
        return step.giveBack() == 0 || invoice == null
                ? Mono.just(step)
                : bases.line(invoice)
                        .flatMap(line -> noted(invoice, line.line(), step.giveBack(), step.refund())
                                .map(noted -> Math.min(step.giveBack() - noted, line.absorbed())))
                        .flatMap(left -> left == 0 ? Mono.just(step) : asLine(step, left))
                        .defaultIfEmpty(step);
    }

    /** @return how much of it could be credited on that line */
    private Mono<Long> noted(UUID invoice, int line, long amount, boolean refund) {
        CreditNotes.Wish wish = new CreditNotes.Wish(line, amount, "Unused time", refund);
        return notes.issue(invoice, wish, null).flatMap(result -> switch (result) {
            case CreditNoteResult.Issued _ -> Mono.just(amount);
            case CreditNoteResult.TooHigh(long left) -> left == 0 ? Mono.just(0L) : noted(invoice, line, left, refund);
            case CreditNoteResult.NotCreditable _,
                    CreditNoteResult.NoInvoice _,
                    CreditNoteResult.NoSuchLine _,
                    CreditNoteResult.TooMany _ -> Mono.just(0L);
        });
    }

    private Mono<Step> asLine(Step step, long left) {
        EngineSubscription of = step.move().of();
        Instant to = of.course().period().end();
        return offers.of(of.versionId())
                .map(offer ->
                        step.with(List.copyOf(Rating.unused(offer, step.move().at(), to, left))));
    }
}
