package io.tollgate.billing.collection;

import io.tollgate.billing.collection.OverdueRepository.Debt;
import io.tollgate.billing.engine.Lapsing;
import io.tollgate.billing.engine.Standing;
import io.tollgate.billing.invoice.Invoices;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.web.RequestFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * What becomes of who does not pay: by the age of the oldest unpaid invoice alone, whatever is tried to collect it. It gets worse
 * here only; better, as soon as something is paid.
 */
@Component
class Overdue {

    private final OverdueRepository repository;
    private final CollectionProperties properties;
    private final CollectionRepository collections;
    private final Standing standing;
    private final Lapsing lapsing;
    private final Invoices invoices;
    private final CollectionMails mails;
    private final AuditLog audit;
    private final TransactionalOperator tx;

    Overdue(
            OverdueRepository repository,
            CollectionProperties properties,
            CollectionRepository collections,
            Standing standing,
            Lapsing lapsing,
            Invoices invoices,
            CollectionMails mails,
            AuditLog audit,
            TransactionalOperator tx) {
        this.repository = repository;
        this.properties = properties;
        this.collections = collections;
        this.standing = standing;
        this.lapsing = lapsing;
        this.invoices = invoices;
        this.mails = mails;
        this.audit = audit;
        this.tx = tx;
    }

    /**
     * Lets what time has brought take effect, in a transaction of its own. Its locks are in everybody's order: the engine's, the
     * customer's money, how overdue they are.
     */
    Mono<Void> worsen(UUID userId, Instant now) {
        return repository
                .state(userId)
                .flatMap(told -> worse(userId, told, now))
                .flatMap(worse -> lapsing.lock(userId)
                        .then(Mono.defer(() -> invoices.lock(worse.debt().invoiceId()))))
                .flatMap(_ -> repository.lock(userId))
                .flatMap(told -> worse(userId, told, now))
                .flatMap(worse -> worsen(userId, worse, now))
                .as(tx::transactional);
    }

    /** What a debt has come to. */
    private record Worse(Debt debt, OverdueState state) {}

    /** Empty when it has come to no more than was told. */
    private Mono<Worse> worse(UUID userId, OverdueState told, Instant now) {
        return oldest(userId)
                .map(debt -> new Worse(debt, OverdueState.of(Duration.between(debt.since(), now), properties)))
                .filter(worse -> worse.state().worseThan(told));
    }

    private Mono<Void> worsen(UUID userId, Worse worse, Instant now) {
        Debt oldest = worse.debt();
        OverdueState state = worse.state();
        return repository
                .write(userId, state)
                .then(close(userId, now))
                .then(Mono.defer(() -> invoices.find(oldest.invoiceId())))
                .flatMap(invoice -> mails.overdue(invoice, state, next(oldest.since(), state)))
                .then(note(userId, state, oldest));
    }

    private Mono<Void> close(UUID userId, Instant now) {
        return repository
                .subscriptions(userId)
                .collectList()
                .flatMapIterable(found -> found)
                .concatMap(unpaid -> switch (OverdueState.of(Duration.between(unpaid.since(), now), properties)) {
                    case CANCELLED -> lapsing.end(unpaid.subscriptionId(), now);
                    case BLOCKED -> standing.unpaid(unpaid.subscriptionId());
                    case WARNING, CLEAR -> Mono.just(false);
                })
                .then();
    }

    private @Nullable Instant next(Instant since, OverdueState state) {
        return switch (state) {
            case WARNING -> since.plus(properties.blockAfter());
            case BLOCKED -> since.plus(properties.cancelAfter());
            case CLEAR, CANCELLED -> null;
        };
    }

    private Mono<Void> note(UUID userId, OverdueState state, Debt oldest) {
        return audit.record(AuditEntry.of("customer.overdue", RequestFacts.NONE)
                .on("user", userId)
                .with(Map.of(
                        "state", state.value(), "invoice_id", oldest.invoiceId().toString())));
    }

    /**
     * Something was paid, or is owed no more: what is left decides. Wants the transaction in which it was.
     *
     * @param subscriptionId of the invoice that was paid
     */
    Mono<Void> ease(UUID userId, @Nullable UUID subscriptionId, Instant now) {
        return repository
                .lock(userId)
                .flatMap(before -> oldest(userId)
                        .map(debt -> OverdueState.of(Duration.between(debt.since(), now), properties))
                        .defaultIfEmpty(OverdueState.CLEAR)
                        .flatMap(state -> before.worseThan(state)
                                ? repository.write(userId, state).thenReturn(state)
                                : Mono.just(before)))
                .flatMap(state -> subscriptionId == null ? Mono.empty() : restore(subscriptionId, state));
    }

    private Mono<Void> restore(UUID subscriptionId, OverdueState state) {
        if (state.worseThan(OverdueState.WARNING)) {
            return Mono.empty();
        }
        return collections
                .failing(subscriptionId)
                .flatMap(failing -> standing.restored(subscriptionId)
                        .then(failing ? standing.pastDue(subscriptionId).then() : Mono.empty()));
    }

    /** The next time at which something gets worse for the customer. */
    Mono<Instant> next(UUID userId, Instant latest) {
        return repository
                .state(userId)
                .flatMap(state -> oldest(userId).flatMap(debt -> Mono.justOrEmpty(threshold(state, debt.since()))))
                .filter(next -> !next.isAfter(latest));
    }

    private Optional<Instant> threshold(OverdueState state, Instant since) {
        return switch (state) {
            case CLEAR -> Optional.of(since.plus(properties.warnAfter()));
            case WARNING -> Optional.of(since.plus(properties.blockAfter()));
            case BLOCKED -> Optional.of(since.plus(properties.cancelAfter()));
            case CANCELLED -> Optional.empty();
        };
    }

    /** Of what is enough to be called overdue. */
    private Mono<Debt> oldest(UUID userId) {
        return repository
                .debts(userId)
                .filter(debt -> OverdueRepository.counts(debt, properties.overdueFrom()))
                .collectList()
                .flatMap(debts -> Mono.justOrEmpty(oldest(debts)));
    }

    private static Optional<Debt> oldest(List<Debt> debts) {
        return debts.stream().min(Comparator.comparing(Debt::since));
    }
}
