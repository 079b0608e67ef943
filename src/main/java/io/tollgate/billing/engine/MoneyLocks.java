package io.tollgate.billing.engine;

import io.tollgate.billing.invoice.CreditNotes;
import io.tollgate.billing.invoice.Invoices;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Locks what the engine's work on money needs, in everybody's order: the subscriptions, their customers' money all at once, the
 * numbers of credit notes, those of invoices. The subscriptions' locks are held already.
 */
@Component
class MoneyLocks {

    private final Invoices invoices;
    private final CreditNotes notes;

    MoneyLocks(Invoices invoices, CreditNotes notes) {
        this.invoices = invoices;
        this.notes = notes;
    }

    /**
     * Before what was billed for these boundaries is looked at. Where nothing is given back nothing is looked at, and the accounts are
     * locked when the invoices are made.
     */
    Mono<Void> hold(List<Move> boundaries) {
        return boundaries.stream().allMatch(BilledBases::givesNothing)
                ? Mono.empty()
                : invoices.lockMoney(
                        boundaries.stream().map(move -> move.of().userId()).collect(Collectors.toSet()));
    }

    /**
     * Before something is done to a subscription that may give something back.
     *
     * @param billsBefore whether invoices may be made before that, in the same transaction
     */
    Mono<Void> hold(UUID userId, boolean billsBefore) {
        return invoices.lockMoney(Set.of(userId)).then(Mono.defer(() -> billsBefore ? notes.first() : Mono.empty()));
    }
}
