package io.tollgate.billing.payment;

import io.tollgate.billing.stripe.CustomerLock;
import io.tollgate.billing.stripe.Drift;
import io.tollgate.billing.stripe.DriftCheck.Run;
import io.tollgate.billing.stripe.IgnoredEvent;
import io.tollgate.billing.stripe.StripeFailure;
import io.tollgate.billing.stripe.StripeInvoice;
import io.tollgate.platform.jobs.JobRun;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Looks which invoices say something else than our payments, does for those what an event would, and tells of what changed. */
@Component
class PaymentRepair {

    private static final Logger LOG = LoggerFactory.getLogger(PaymentRepair.class);

    private static final int AT_ONCE = 4;

    private final ComparedPayments compared;
    private final PaymentSync sync;
    private final CustomerLock lock;
    private final TransactionalOperator tx;

    PaymentRepair(ComparedPayments compared, PaymentSync sync, CustomerLock lock, TransactionalOperator tx) {
        this.compared = compared;
        this.sync = sync;
        this.lock = lock;
        this.tx = tx;
    }

    Mono<Void> compare(List<StripeInvoice> invoices, Run run) {
        return compared.find(invoices.stream().map(StripeInvoice::id).toList())
                .flatMap(known -> Flux.fromIterable(invoices)
                        .filter(invoice -> differs(invoice, known))
                        .flatMap(invoice -> repair(invoice, run), AT_ONCE)
                        .then());
    }

    private static boolean differs(StripeInvoice invoice, Map<String, ComparedPayments.Known> all) {
        ComparedPayments.Known known = all.get(invoice.id());
        return switch (invoice.status()) {
            case PAID -> known == null || known.unpaid();
            case OPEN, UNCOLLECTIBLE ->
                known == null || known.unpaid() && known.failedAttempt() < invoice.attemptCount();
            case VOID -> known == null ? invoice.attemptCount() > 0 : known.unpaid();
            case DRAFT, UNKNOWN -> false;
        };
    }

    private Mono<Void> repair(StripeInvoice invoice, Run run) {
        return sync.sync(invoice.id(), new Told(invoice, run))
                .onErrorResume(IgnoredEvent.class, _ -> Mono.empty())
                .onErrorResume(StripeFailure.class, failure -> passOver(invoice, failure));
    }

    /** What hangs on the invoice is gone from Stripe. It must not keep all others from being compared. */
    private static Mono<Void> passOver(StripeInvoice invoice, StripeFailure failure) {
        if (failure.kind() != StripeFailure.Kind.NOT_FOUND) {
            return Mono.error(failure);
        }
        LOG.warn("Invoice {} is not compared: Stripe has lost something that belongs to it", invoice.id());
        return Mono.empty();
    }

    /** In place of a job: the effects in a transaction with a look at the row before and after. */
    private final class Told implements JobRun {

        private final StripeInvoice invoice;
        private final Run run;

        private Told(StripeInvoice invoice, Run run) {
            this.invoice = invoice;
            this.run = run;
        }

        @Override
        public UUID id() {
            return run.id();
        }

        @Override
        public int attempt() {
            return 1;
        }

        @Override
        public Instant createdAt() {
            return invoice.createdAt();
        }

        @Override
        public Mono<Void> once(Mono<Void> effects) {
            return Mono.justOrEmpty(invoice.customerId())
                    .flatMap(lock::acquire)
                    .then(Mono.defer(this::standing))
                    .flatMap(before -> effects.then(Mono.defer(this::standing)).flatMap(after -> tell(before, after)))
                    .as(tx::transactional);
        }

        private Mono<Optional<ComparedPayments.Standing>> standing() {
            return compared.standing(invoice.id()).map(Optional::of).defaultIfEmpty(Optional.empty());
        }

        private Mono<Void> tell(Optional<ComparedPayments.Standing> before, Optional<ComparedPayments.Standing> after) {
            if (after.isEmpty() || before.equals(after)) {
                return Mono.empty();
            }
            Drift.Kind kind = before.isEmpty() ? Drift.Kind.PAYMENT_MISSED : Drift.Kind.PAYMENT_CHANGED;
            return run.note().take(new Drift(kind, invoice.id(), text(before.orElse(null)), text(after.get())));
        }

        private static String text(ComparedPayments.@Nullable Standing standing) {
            return standing == null ? "" : standing.text();
        }
    }
}
