package io.tollgate.billing.collection;

import io.tollgate.billing.paymob.Paymob;
import io.tollgate.billing.paymob.PaymobFailure;
import io.tollgate.billing.paymob.PaymobListener;
import io.tollgate.billing.paymob.PaymobTransaction;
import io.tollgate.billing.subscription.Provider;
import io.tollgate.platform.jobs.JobRun;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Paymob has called about a transaction: it is asked for that transaction, and what it answers is booked. Of the callback itself nothing
 * is, for a payer can have it say what they like and still hold a signature for it. Which attempt it belongs to says Paymob's order,
 * and where that is not known, because the answer with it is still on its way or was lost, our own reference.
 */
@Component
class PaymobNews implements PaymobListener {

    private static final Logger log = LoggerFactory.getLogger(PaymobNews.class);

    /** What it does not know then, half a minute later, it has never made. */
    private static final int PATIENCE = 4;

    private final AttemptRepository attempts;
    private final AttemptOutcome outcome;
    private final Paymob paymob;

    PaymobNews(AttemptRepository attempts, AttemptOutcome outcome, Paymob paymob) {
        this.attempts = attempts;
        this.outcome = outcome;
        this.paymob = paymob;
    }

    @Override
    public Mono<Void> heard(long transactionId, JobRun run) {
        return paymob.retrieve(Long.toString(transactionId))
                .onErrorResume(PaymobFailure.class, failure -> unlessInvented(failure, transactionId, run))
                .flatMap(known -> belonging(known).flatMap(attempt -> write(attempt, known, run)));
    }

    private static Mono<PaymobTransaction> unlessInvented(PaymobFailure failure, long transactionId, JobRun run) {
        if (!failure.unknown() || run.attempt() < PATIENCE) {
            return Mono.error(failure);
        }
        log.warn("Paymob knows no transaction {}, though it was signed", transactionId);
        return Mono.empty();
    }

    private Mono<Attempt> belonging(PaymobTransaction known) {
        return attempts.findByReference(Provider.PAYMOB, Long.toString(known.orderId()))
                .switchIfEmpty(Mono.defer(() -> named(known)))
                .switchIfEmpty(Mono.fromRunnable(
                        () -> log.warn("Paymob's transaction {} is of no order of ours", known.id())));
    }

    private Mono<Attempt> named(PaymobTransaction known) {
        return Mono.justOrEmpty(Attempt.named(known.reference()))
                .flatMap(attempts::find)
                .filter(attempt -> attempt.provider() == Provider.PAYMOB && attempt.reference() == null);
    }

    /** A refusal is no end: the payer may try another card on the same page. */
    private Mono<Void> write(Attempt attempt, PaymobTransaction known, JobRun run) {
        return payment(attempt, known)
                .filter(PaymobTransaction::paid)
                .flatMap(payment -> run.once(
                        outcome.polled(attempt, PaymobGateway.paid(payment)).then()));
    }

    private Mono<PaymobTransaction> payment(Attempt attempt, PaymobTransaction known) {
        return known.reverses()
                ? Mono.justOrEmpty(reversed(attempt, known))
                        .flatMap(paymob::retrieve)
                        .filter(payment -> payment.orderId() == known.orderId())
                        .switchIfEmpty(Mono.fromRunnable(
                                () -> log.warn("Paymob's transaction {} gives back nothing of its order", known.id())))
                : Mono.just(known);
    }

    private static Optional<String> reversed(Attempt attempt, PaymobTransaction known) {
        return Optional.ofNullable(known.parentId())
                .map(id -> Long.toString(id))
                .or(() -> Optional.ofNullable(attempt.providerPaymentId()));
    }
}
