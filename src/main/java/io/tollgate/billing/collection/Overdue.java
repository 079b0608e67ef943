package io.tollgate.billing.collection;

import io.tollgate.billing.collection.OverdueRepository.Debt;
import io.tollgate.billing.engine.Lapsing;
import io.tollgate.billing.invoice.Invoices;
import io.tollgate.billing.invoice.LeastCharges;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.web.RequestFacts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What becomes of who does not pay: by the age of unpaid invoices, whatever is tried to collect them, and a step at a time, each after
 * the one before was {@link Told} long enough. What a customer is told goes by the oldest of all, what is closed by the oldest of each
 * subscription. An age begins with the invoice by which the customer came to owe as much as counts in its currency. It gets worse here
 * only; better, as soon as something is paid.
 */
@Component
class Overdue {

    private final OverdueRepository repository;
    private final CollectionProperties properties;
    private final LeastDebts least;
    private final UnpaidSubscriptions subscriptions;
    private final Lapsing lapsing;
    private final Invoices invoices;
    private final CollectionMails mails;
    private final AuditLog audit;
    private final TransactionalOperator tx;

    Overdue(
            OverdueRepository repository,
            CollectionProperties properties,
            LeastCharges charges,
            UnpaidSubscriptions subscriptions,
            Lapsing lapsing,
            Invoices invoices,
            CollectionMails mails,
            AuditLog audit,
            TransactionalOperator tx) {
        this.repository = repository;
        this.properties = properties;
        this.least = properties.overdueFrom().atLeast(charges.byCurrency());
        this.subscriptions = subscriptions;
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
                .told(userId)
                .flatMap(told -> news(userId, told, now))
                .flatMap(news -> lapsing.lock(userId)
                        .then(Mono.defer(() -> invoices.lock(news.oldest().invoiceId()))))
                .flatMap(_ -> repository.lock(userId))
                .flatMap(told -> news(userId, told, now))
                .flatMap(news -> worsen(userId, news, now))
                .as(tx::transactional);
    }

    /**
     * What debts have come to.
     *
     * @param told as the customer is to be told from now on
     * @param worse whether that is more than before
     * @param due what is to be closed, or ended
     */
    private record News(Debt oldest, Told told, boolean worse, List<RunSubscription> due) {

        boolean closesOldest() {
            return due.stream()
                    .filter(closing -> closing.next() == told.state())
                    .anyMatch(closing -> oldest.invoiceId().equals(closing.invoiceId()));
        }
    }

    /** Empty when everything is as it was told, and as it should be. */
    private Mono<News> news(UUID userId, Told told, Instant now) {
        return counted(userId)
                .flatMap(debts ->
                        Mono.justOrEmpty(Debt.oldest(debts)).zipWhen(_ -> subscriptions.due(userId, debts, told, now)))
                .map(found -> news(found.getT1(), told, found.getT2(), now))
                .filter(news -> news.worse() || !news.due().isEmpty());
    }

    private News news(Debt oldest, Told told, List<RunSubscription> due, Instant now) {
        Told next = told.by(oldest.since(), now, properties);
        return new News(oldest, next, next.state().worseThan(told.state()), due);
    }

    private Mono<Void> worsen(UUID userId, News news, Instant now) {
        return (news.worse() ? repository.write(userId, news.told()) : Mono.<Void>empty())
                .thenMany(Flux.fromIterable(news.due()))
                .concatMap(due -> close(userId, due, now))
                .then(Mono.defer(
                        () -> news.worse() && !news.closesOldest() ? closeNothing(userId, news) : Mono.empty()));
    }

    /** Told of by the invoice for which it is closed. */
    private Mono<Void> close(UUID userId, RunSubscription due, Instant now) {
        Told told = new Told(due.next(), now);
        return subscriptions
                .close(due, now)
                .filter(closed -> closed)
                .flatMap(_ -> Mono.justOrEmpty(due.invoiceId()))
                .flatMap(invoiceId -> mail(invoiceId, due.since(), told).then(note(userId, told.state(), invoiceId)));
    }

    /** The others of the customer stay open, so there is nothing to tell but that it gets serious. */
    private Mono<Void> closeNothing(UUID userId, News news) {
        Debt oldest = news.oldest();
        OverdueState state = news.told().state();
        Mono<Void> told =
                state == OverdueState.WARNING ? mail(oldest.invoiceId(), oldest.since(), news.told()) : Mono.empty();
        return told.then(note(userId, state, oldest.invoiceId()));
    }

    private Mono<Void> mail(UUID invoiceId, @Nullable Instant since, Told told) {
        Instant next = Optional.ofNullable(since)
                .flatMap(first -> told.worsensAt(first, properties))
                .orElse(null);
        return invoices.find(invoiceId).flatMap(invoice -> mails.overdue(invoice, told.state(), next));
    }

    private Mono<Void> note(UUID userId, OverdueState state, UUID invoiceId) {
        return audit.record(AuditEntry.of("customer.overdue", RequestFacts.NONE)
                .on("user", userId)
                .with(Map.of("state", state.value(), "invoice_id", invoiceId.toString())));
    }

    /** Something was paid, or is owed no more: what is left decides. Wants the transaction in which it was. */
    Mono<Void> ease(UUID userId, Instant now) {
        return repository
                .lock(userId)
                .flatMap(told -> counted(userId)
                        .flatMap(debts -> write(userId, told, eased(debts, now))
                                .then(subscriptions.restore(userId, debts, now))));
    }

    private Mono<Void> write(UUID userId, Told told, Told eased) {
        return told.state().worseThan(eased.state()) ? repository.write(userId, eased) : Mono.empty();
    }

    /** Whether {@link #ease} would better anything: it does where less counts than did when it got so bad. */
    Mono<Boolean> easier(UUID userId, Instant now) {
        return repository
                .told(userId)
                .zipWhen(_ -> counted(userId))
                .flatMap(found -> found.getT1()
                                .state()
                                .worseThan(eased(found.getT2(), now).state())
                        ? Mono.just(true)
                        : subscriptions.anyToRestore(userId, found.getT2(), now));
    }

    /** Whoever was told worse was told this before: in time, as what follows from it is to come when it would have come. */
    private Told eased(List<Debt> debts, Instant now) {
        return Debt.oldest(debts)
                .map(debt -> Told.inTime(debt.since(), now, properties))
                .orElse(Told.NOTHING);
    }

    /** The next time at which something gets worse for the customer. */
    Mono<Instant> next(UUID userId, Instant latest) {
        return repository
                .told(userId)
                .zipWhen(_ -> counted(userId))
                .flatMapMany(found -> next(userId, found.getT1(), found.getT2()))
                .sort()
                .next()
                .filter(next -> !next.isAfter(latest));
    }

    private Flux<Instant> next(UUID userId, Told told, List<Debt> debts) {
        return Mono.justOrEmpty(Debt.oldest(debts).flatMap(debt -> told.worsensAt(debt.since(), properties)))
                .concatWith(subscriptions.next(userId, debts, told));
    }

    /** Of what is enough to be called overdue, one for each currency. */
    private Mono<List<Debt>> counted(UUID userId) {
        return repository.debts(userId, least).collectList();
    }
}
