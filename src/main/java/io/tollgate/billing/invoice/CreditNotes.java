package io.tollgate.billing.invoice;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Credit notes: take something off an issued invoice, never more than is left of it. */
@Component
public class CreditNotes {

    /**
     * @param line which line it corrects; null for the invoice as a whole
     * @param net before tax, in minor units; null for all that is left
     * @param refund whether what was paid goes back to where it came from, as far as it came by payments; else to the account
     */
    public record Wish(@Nullable Integer line, @Nullable Long net, String reason, boolean refund) {}

    /**
     * Issues one, within the caller's transaction or one of its own.
     *
     * @param actorId of the administrator; null for the engine
     */
    public Mono<CreditNoteResult> issue(UUID invoiceId, Wish wish, @Nullable UUID actorId) {
        return Mono.error(() -> new UnsupportedOperationException("Nothing is credited yet"));
    }

    /** Notes whose money is still to go back, the oldest first. @param limit at most 256 */
    public Flux<CreditNote> toRefund(int limit) {
        return Flux.error(() -> new UnsupportedOperationException("Nothing is credited yet"));
    }

    /** The money has gone back. */
    public Mono<CreditNote> refunded(UUID noteId, String providerRefundId) {
        return Mono.error(() -> new UnsupportedOperationException("Nothing is credited yet"));
    }

    /** It cannot go back: the account is credited with it. */
    public Mono<CreditNote> refundFailed(UUID noteId) {
        return Mono.error(() -> new UnsupportedOperationException("Nothing is credited yet"));
    }
}
