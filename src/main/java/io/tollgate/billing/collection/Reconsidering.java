package io.tollgate.billing.collection;

import io.tollgate.billing.invoice.Invoices;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * What follows for who owed already when {@code OVERDUE_FROM} was changed. What is too little by now has no consequences any more;
 * what was too little, and is not, is tried again.
 */
@Component
class Reconsidering {

    private final Overdue overdue;
    private final SmallDebts small;
    private final AttemptFailure failure;
    private final Invoices invoices;
    private final TransactionalOperator tx;

    Reconsidering(
            Overdue overdue, SmallDebts small, AttemptFailure failure, Invoices invoices, TransactionalOperator tx) {
        this.overdue = overdue;
        this.small = small;
        this.failure = failure;
        this.invoices = invoices;
        this.tx = tx;
    }

    /** In a transaction of its own, where there is anything to do. @param now the customer's */
    Mono<Void> reconsider(UUID userId, Instant now) {
        return overdue.easier(userId, now)
                .flatMap(easier -> easier ? Mono.just(true) : heldBackWrongly(userId))
                .filter(changed -> changed)
                .flatMap(_ -> follow(userId, now));
    }

    private Mono<Boolean> heldBackWrongly(UUID userId) {
        return small.grown(userId).map(debts -> debts.stream().anyMatch(SmallDebts.Grown::heldBack));
    }

    private Mono<Void> follow(UUID userId, Instant now) {
        return invoices.lockMoney(Set.of(userId))
                .then(Mono.defer(() -> overdue.ease(userId, now)))
                .then(Mono.defer(() -> failure.grown(userId, now)))
                .as(tx::transactional);
    }
}
