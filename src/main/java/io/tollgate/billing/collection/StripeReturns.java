package io.tollgate.billing.collection;

import io.tollgate.billing.engine.Lapsing;
import io.tollgate.billing.invoice.Invoice;
import io.tollgate.billing.invoice.InvoiceReturns;
import io.tollgate.billing.invoice.Invoices;
import io.tollgate.billing.invoice.TakenBack;
import io.tollgate.billing.payment.ReturnOfOurs;
import io.tollgate.billing.stripe.StripeDispute;
import io.tollgate.billing.stripe.StripeDisputes;
import io.tollgate.billing.stripe.StripeRefund;
import io.tollgate.billing.stripe.StripeRefunds;
import io.tollgate.billing.subscription.Provider;
import io.tollgate.platform.jobs.JobHandler;
import io.tollgate.platform.jobs.JobRun;
import io.tollgate.platform.jobs.JobType;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Reads again what Stripe gave back or lost of a payment for an invoice of our own, and books it: what was lost is written off, and its
 * subscription ends.
 */
@Component
class StripeReturns implements JobHandler<ReturnOfOurs> {

    private static final String PROVIDER = Provider.STRIPE.value();

    /** Nothing has gone back by these. */
    private static final Set<String> FAILED = Set.of("failed", "canceled");

    private final StripeRefunds refunds;
    private final StripeDisputes disputes;
    private final Invoices invoices;
    private final InvoiceReturns returns;
    private final GivenBack given;
    private final Lapsing lapsing;
    private final LostPayment lost;
    private final NoteRefunds notes;

    StripeReturns(
            StripeRefunds refunds,
            StripeDisputes disputes,
            Invoices invoices,
            InvoiceReturns returns,
            GivenBack given,
            Lapsing lapsing,
            LostPayment lost,
            NoteRefunds notes) {
        this.refunds = refunds;
        this.disputes = disputes;
        this.invoices = invoices;
        this.returns = returns;
        this.given = given;
        this.lapsing = lapsing;
        this.lost = lost;
        this.notes = notes;
    }

    @Override
    public JobType<ReturnOfOurs> type() {
        return ReturnOfOurs.TYPE;
    }

    @Override
    public Mono<Void> handle(ReturnOfOurs of, JobRun run) {
        return Mono.zip(
                        refunds.list(of.paymentIntentId()).collectList(),
                        disputes.list(of.paymentIntentId())
                                .filter(dispute -> "lost".equals(dispute.status()))
                                .collectList(),
                        invoices.find(of.invoiceId()))
                .flatMap(told -> run.once(lost(of, told.getT3(), told.getT2())
                        .then(given.without(of.invoiceId(), PROVIDER, of.paymentIntentId(), givenBack(told.getT1())))
                        .then(failed(told.getT1()))));
    }

    /** By notes of ours nothing of this. */
    private static long givenBack(List<StripeRefund> made) {
        return made.stream()
                .filter(refund ->
                        !refund.metadata().containsKey(ReturnOfOurs.NOTE) && !FAILED.contains(refund.status()))
                .mapToLong(StripeRefund::amount)
                .sum();
    }

    /** A bank may send a refund back up to thirty days after it seemed done (Stripe, refunds: failed refunds). */
    private Mono<Void> failed(List<StripeRefund> made) {
        return Flux.fromIterable(made)
                .filter(refund -> FAILED.contains(refund.status()))
                .concatMap(refund -> Mono.justOrEmpty(note(refund))
                        .flatMap(note -> notes.failedLater(
                                note,
                                new PaymentGateway.RefundOutcome.Refused(
                                        Objects.requireNonNullElse(refund.failure(), refund.status()), 0))))
                .then();
    }

    private static Optional<UUID> note(StripeRefund refund) {
        try {
            return Optional.ofNullable(refund.metadata().get(ReturnOfOurs.NOTE)).map(UUID::fromString);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private Mono<Void> lost(ReturnOfOurs of, Invoice invoice, List<StripeDispute> disputed) {
        Mono<Void> ended = of.ends() && !disputed.isEmpty() ? end(invoice) : Mono.empty();
        return ended.thenMany(Flux.fromIterable(disputed))
                .concatMap(dispute -> returns.book(invoice.id(), loss(of, invoice, dispute)))
                .then();
    }

    /** The locks in everybody's order: the engine's, the customer's money, and only then the subscription's row, as who pays does. */
    private Mono<Void> end(Invoice invoice) {
        return lapsing.lock(invoice.userId())
                .then(Mono.defer(() -> invoices.lockMoney(Set.of(invoice.userId()))))
                .then(Mono.defer(() -> lost.end(invoice)));
    }

    /** An amount in another currency, the bank's, is that of the whole payment in ours. */
    private static TakenBack loss(ReturnOfOurs of, Invoice invoice, StripeDispute dispute) {
        return new TakenBack(
                PROVIDER,
                of.paymentIntentId(),
                TakenBack.Cause.DISPUTE,
                dispute.id(),
                dispute.currency().equals(invoice.currency()) ? dispute.amount() : Long.MAX_VALUE);
    }
}
