package io.tollgate.billing.collection;

import io.tollgate.billing.collection.PaymentGateway.RefundOutcome;
import io.tollgate.billing.invoice.CreditNote;
import io.tollgate.billing.plan.Money;
import io.tollgate.platform.jobs.JobHandler;
import io.tollgate.platform.jobs.JobRun;
import io.tollgate.platform.jobs.JobType;
import io.tollgate.platform.jobs.Outbox;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Gives back what a credit note says, by the way it came: notes by which payment, asks its gateway, writes the outcome. While the
 * outcome is not known it asks again, and each gateway looks first whether that was done. One that has to wait for another of the
 * same payment comes back later.
 */
@Component
class CreditNoteRefund implements JobHandler<CreditNoteRefund.Payload> {

    static final JobType<Payload> TYPE = new JobType<>("collection.refund", "billing", Payload.class);

    /** What is in the way will have shown by then. */
    private static final Duration LATER = Duration.ofMinutes(10);

    private final NoteRefunds refunds;
    private final AttemptRepository attempts;
    private final Gateways gateways;
    private final Outbox outbox;
    private final Clock clock;

    CreditNoteRefund(NoteRefunds refunds, AttemptRepository attempts, Gateways gateways, Outbox outbox, Clock clock) {
        this.refunds = refunds;
        this.attempts = attempts;
        this.gateways = gateways;
        this.outbox = outbox;
        this.clock = clock;
    }

    record Payload(UUID noteId, UUID invoiceId, long cents, String currency) {

        static Payload of(CreditNote note) {
            return new Payload(note.id(), note.invoiceId(), note.refundAmount(), note.currency());
        }
    }

    @Override
    public JobType<Payload> type() {
        return TYPE;
    }

    @Override
    public Mono<Void> handle(Payload payload, JobRun run) {
        return refunds.intend(payload.noteId(), payload.invoiceId(), new Money(payload.cents(), payload.currency()))
                .flatMap(intent -> switch (intent) {
                    case RefundIntent.Ask(NoteRefund refund) -> ask(refund, run);
                    case RefundIntent.Wait() -> run.once(later(payload));
                    case RefundIntent.Nothing() -> Mono.empty();
                });
    }

    private Mono<Void> later(Payload payload) {
        return outbox.enqueueAt(
                TYPE, payload.invoiceId().toString(), payload, clock.instant().plus(LATER));
    }

    private Mono<Void> ask(NoteRefund refund, JobRun run) {
        return attempts.find(refund.attemptId())
                .flatMap(payment ->
                        gateways.of(payment.provider()).refund(refund, String.valueOf(payment.providerPaymentId())))
                .flatMap(outcome -> switch (outcome) {
                    case RefundOutcome.Made made -> run.once(refunds.made(refund, made));
                    case RefundOutcome.Refused refused -> run.once(refunds.refused(refund, refused));
                    case RefundOutcome.Unknown unknown ->
                        Mono.error(() -> new IllegalStateException("No answer yet: " + unknown.reason()));
                });
    }
}
