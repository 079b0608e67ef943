package io.tollgate.billing.collection;

import io.tollgate.billing.paymob.Paymob;
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
 * A callback tells of a transaction. It belongs to the attempt whose order it names, for the order stands under the signature. Our
 * reference does not: who holds one good callback could write another invoice's into it. So where the order is not known yet,
 * because Paymob's answer is still on its way, Paymob itself is asked which order that reference has. What goes back is asked for too.
 */
@Component
class PaymobNews implements PaymobListener {

    private static final Logger log = LoggerFactory.getLogger(PaymobNews.class);

    private final AttemptRepository attempts;
    private final AttemptOutcome outcome;
    private final Paymob paymob;

    PaymobNews(AttemptRepository attempts, AttemptOutcome outcome, Paymob paymob) {
        this.attempts = attempts;
        this.outcome = outcome;
        this.paymob = paymob;
    }

    @Override
    public Mono<Void> heard(PaymobTransaction transaction, JobRun run) {
        return attempts.findByReference(Provider.PAYMOB, Long.toString(transaction.orderId()))
                .switchIfEmpty(Mono.defer(() -> confirmed(transaction)))
                .switchIfEmpty(Mono.fromRunnable(
                        () -> log.warn("Paymob's transaction {} is of no order of ours", transaction.id())))
                .flatMap(attempt -> write(attempt, transaction, run));
    }

    /** A refusal is no end: the payer may try another card on the same page. */
    private Mono<Void> write(Attempt attempt, PaymobTransaction told, JobRun run) {
        return Mono.just(told)
                .flatMap(transaction -> transaction.reverses() ? known(attempt, transaction) : Mono.just(transaction))
                .filter(PaymobTransaction::paid)
                .flatMap(transaction -> run.once(
                        outcome.polled(attempt, PaymobGateway.paid(transaction)).then()));
    }

    /** Of the order alone is it certain what it is about: how much has gone back of what, only Paymob can say. */
    private Mono<PaymobTransaction> known(Attempt attempt, PaymobTransaction told) {
        return Mono.justOrEmpty(payment(attempt, told))
                .flatMap(paymob::retrieve)
                .filter(known -> known.orderId() == told.orderId())
                .switchIfEmpty(Mono.fromRunnable(
                        () -> log.warn("Paymob's transaction {} gives back nothing of its order", told.id())));
    }

    private static Optional<String> payment(Attempt attempt, PaymobTransaction told) {
        if (!told.hasParent()) {
            return Optional.of(Long.toString(told.id()));
        }
        return Optional.ofNullable(told.parentId())
                .map(id -> Long.toString(id))
                .or(() -> Optional.ofNullable(attempt.providerPaymentId()));
    }

    private Mono<Attempt> confirmed(PaymobTransaction told) {
        return Mono.justOrEmpty(Attempt.named(told.reference()))
                .flatMap(attempts::find)
                .filter(attempt -> attempt.provider() == Provider.PAYMOB && attempt.reference() == null)
                .filterWhen(attempt -> paymob.find(attempt.key())
                        .map(known -> known.orderId() == told.orderId())
                        .defaultIfEmpty(false));
    }
}
