package io.tollgate.billing.collection;

import static io.tollgate.billing.collection.AttemptRows.COLUMNS;

import io.tollgate.billing.subscription.Provider;
import io.tollgate.platform.db.DatabaseClock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.Parameter;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The rows of {@code collection_attempts}. */
@Repository
class AttemptRepository {

    /** By then a look at the provider has ended. */
    private static final Duration CLAIM = Duration.ofMinutes(15);

    private static final String SELECT = "select " + COLUMNS + " from collection_attempts ";
    private static final String OPEN = "status in ('calling', 'unknown', 'waiting')";

    private final DatabaseClient db;
    private final DatabaseClock databaseClock;

    AttemptRepository(DatabaseClient db, DatabaseClock databaseClock) {
        this.db = db;
        this.databaseClock = databaseClock;
    }

    /** Without what comes of it. Asked for long ago, it would be taken for one that the provider has forgotten. */
    Mono<Attempt> insert(Attempt attempt) {
        return db.sql("""
                        insert into collection_attempts (id, invoice_id, attempt, kind, provider, amount_cents, currency,
                            status, provider_payment_id, planned_at, poll_at, asked_at, created_at, settled_at)
                        values (:id, :invoiceId, :number, :kind, :provider, :cents, :currency, :status, :paymentId, :plannedAt,
                                :pollAt, %s, :createdAt, :settledAt)
                        returning\s""".formatted(databaseClock.atLeastNow("cast(:askedAt as timestamptz)")) + COLUMNS)
                .bind("id", attempt.id())
                .bind("invoiceId", attempt.invoiceId())
                .bind("number", attempt.number())
                .bind("kind", attempt.kind().value())
                .bind("provider", attempt.provider().value())
                .bind("cents", attempt.amount().cents())
                .bind("currency", attempt.amount().currency())
                .bind("status", attempt.status().value())
                .bind("paymentId", Parameter.fromOrEmpty(attempt.providerPaymentId(), String.class))
                .bind("plannedAt", attempt.plannedAt())
                .bind("pollAt", Parameter.fromOrEmpty(attempt.pollAt(), Instant.class))
                .bind("askedAt", attempt.askedAt())
                .bind("createdAt", attempt.createdAt())
                .bind("settledAt", Parameter.fromOrEmpty(attempt.settledAt(), Instant.class))
                .map(AttemptRows::toAttempt)
                .one();
    }

    Mono<Attempt> find(UUID id) {
        return one(id, "where id = :id");
    }

    Mono<Attempt> lock(UUID id) {
        return one(id, "where id = :id for update");
    }

    Mono<Attempt> find(Attempt.Name name) {
        return db.sql(SELECT + "where invoice_id = :invoiceId and attempt = :number")
                .bind("invoiceId", name.invoiceId())
                .bind("number", name.number())
                .map(AttemptRows::toAttempt)
                .one();
    }

    Mono<Attempt> findByReference(Provider provider, String reference) {
        return db.sql(SELECT + "where provider = :provider and reference = :reference order by created_at desc limit 1")
                .bind("provider", provider.value())
                .bind("reference", reference)
                .map(AttemptRows::toAttempt)
                .one();
    }

    /** The one of the invoice that may yet succeed. */
    Mono<Attempt> open(UUID invoiceId) {
        return one(invoiceId, "where invoice_id = :id and " + OPEN);
    }

    private Mono<Attempt> one(UUID id, String condition) {
        return db.sql(SELECT + condition)
                .bind("id", id)
                .map(AttemptRows::toAttempt)
                .one();
    }

    /** The latest 200, the oldest of them first. */
    Flux<Attempt> of(UUID invoiceId) {
        return db.sql("select * from (" + SELECT
                        + "where invoice_id = :id order by attempt desc limit 200) latest order by attempt")
                .bind("id", invoiceId)
                .map(AttemptRows::toAttempt)
                .all();
    }

    /** Those that brought money, the latest first. */
    Flux<Attempt> paid(UUID invoiceId) {
        return paid(invoiceId, 50);
    }

    /** The latest of those. */
    Mono<Attempt> latestPaid(UUID invoiceId) {
        return paid(invoiceId, 1).singleOrEmpty();
    }

    private Flux<Attempt> paid(UUID invoiceId, int limit) {
        return db.sql(SELECT
                        + "where invoice_id = :id and status = 'paid' order by settled_at desc, attempt desc limit "
                        + limit)
                .bind("id", invoiceId)
                .map(AttemptRows::toAttempt)
                .all();
    }

    /** A page is open. @param expiresAt by everybody's clock @param pollAt in the customer's time */
    Mono<Void> waiting(UUID id, ChargeResult.ActionRequired page, Instant pollAt) {
        return db.sql("""
                        update collection_attempts
                        set status = 'waiting', payment_url = :url, reference = :reference, expires_at = :expiresAt,
                            code = null, poll_at = :pollAt
                        where id = :id
                        """)
                .bind("id", id)
                .bind("url", page.url())
                .bind("reference", page.reference())
                .bind("expiresAt", page.expiresAt())
                .bind("pollAt", pollAt)
                .then();
    }

    /** It waits as before; somebody looks again then. */
    Mono<Void> lookAgain(UUID id, Instant pollAt) {
        return db.sql("update collection_attempts set poll_at = :pollAt where id = :id")
                .bind("id", id)
                .bind("pollAt", pollAt)
                .then();
    }

    Mono<Void> unknown(UUID id, String code, int polls, Instant pollAt) {
        return db.sql("""
                        update collection_attempts set status = 'unknown', code = :code, polls = :polls, poll_at = :pollAt
                        where id = :id
                        """)
                .bind("id", id)
                .bind("code", code)
                .bind("polls", polls)
                .bind("pollAt", pollAt)
                .then();
    }

    /** @param status {@code DECLINED} or {@code CLOSED} */
    Mono<Void> failed(UUID id, AttemptStatus status, String code, Instant at) {
        return db.sql("""
                        update collection_attempts
                        set status = :status, code = :code, payment_url = null, poll_at = null, settled_at = :at
                        where id = :id
                        """)
                .bind("id", id)
                .bind("status", status.value())
                .bind("code", code)
                .bind("at", at)
                .then();
    }

    Mono<Attempt> paid(UUID id, ChargeResult.Paid payment, Instant at) {
        return db.sql("""
                        update collection_attempts
                        set status = 'paid', provider_payment_id = :paymentId, receipt_url = :receiptUrl, code = null,
                            payment_url = null, poll_at = null, settled_at = :at
                        where id = :id
                        returning\s""" + COLUMNS)
                .bind("id", id)
                .bind("paymentId", payment.providerPaymentId())
                .bind("receiptUrl", Parameter.fromOrEmpty(payment.receiptUrl(), String.class))
                .bind("at", at)
                .map(AttemptRows::toAttempt)
                .one();
    }

    /** Takes the turn of looking what became of one. False when another one has it. @param now the customer's */
    Mono<Boolean> claimPoll(UUID id, Instant now) {
        return db.sql("update collection_attempts set poll_at = :until where id = :id and poll_at <= :now and " + OPEN)
                .bind("id", id)
                .bind("now", now)
                .bind("until", now.plus(CLAIM))
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }
}
