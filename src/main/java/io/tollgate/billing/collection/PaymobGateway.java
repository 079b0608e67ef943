package io.tollgate.billing.collection;

import io.tollgate.billing.collection.ChargeResult.ActionRequired;
import io.tollgate.billing.collection.ChargeResult.Declined;
import io.tollgate.billing.collection.ChargeResult.Paid;
import io.tollgate.billing.collection.ChargeResult.Unknown;
import io.tollgate.billing.paymob.NewPaymobIntention;
import io.tollgate.billing.paymob.Paymob;
import io.tollgate.billing.paymob.PaymobFailure;
import io.tollgate.billing.paymob.PaymobIntention;
import io.tollgate.billing.paymob.PaymobTransaction;
import io.tollgate.billing.plan.Money;
import io.tollgate.billing.subscription.Provider;
import io.tollgate.platform.web.WebProperties;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Paymob: the payer pays on its page. It knows no idempotency keys, but refuses a second intention with the same reference, which
 * is the attempt's key; so an attempt without an answer is looked up by it and never made again. An intention cannot be withdrawn,
 * only run out.
 */
@Component
class PaymobGateway implements PaymentGateway {

    private final Paymob paymob;
    private final Clock clock;
    private final String notificationUrl;

    PaymobGateway(Paymob paymob, WebProperties web, Clock clock) {
        this.paymob = paymob;
        this.clock = clock;
        this.notificationUrl = web.url() + "/billing/paymob/webhook";
    }

    @Override
    public Provider provider() {
        return Provider.PAYMOB;
    }

    @Override
    public boolean collects() {
        return true;
    }

    @Override
    public boolean chargesAlone() {
        return false;
    }

    @Override
    public Mono<ChargeResult> charge(ChargeOrder order) {
        return open(order);
    }

    @Override
    public Mono<ChargeResult> open(ChargeOrder order) {
        return answered(paymob.create(intention(order)).map(made -> opened(order, made)));
    }

    private NewPaymobIntention intention(ChargeOrder order) {
        return new NewPaymobIntention(
                order.key(),
                order.amount().cents(),
                order.amount().currency(),
                order.title(),
                order.user().username(),
                order.user().emailDisplay(),
                notificationUrl,
                order.page(),
                Duration.between(clock.instant(), order.pageUntil()));
    }

    private ChargeResult opened(ChargeOrder order, PaymobIntention made) {
        return new ActionRequired(paymob.page(made.clientSecret()), Long.toString(made.orderId()), order.pageUntil());
    }

    @Override
    public Mono<ChargeResult> resolve(ChargeOrder order) {
        return answered(paymob.find(order.key())
                .map(transaction -> of(order, transaction))
                .switchIfEmpty(Mono.fromSupplier(() -> unpaid(order, "not_paid"))));
    }

    @Override
    public Mono<ChargeResult> close(ChargeOrder order) {
        return resolve(order);
    }

    @Override
    public Mono<RefundOutcome> refund(NoteRefund refund, String transactionId) {
        return returned(refund, transactionId)
                .switchIfEmpty(Mono.defer(() ->
                                paymob.refund(transactionId, refund.amount().cents()))
                        .map(PaymobGateway::outcome))
                .onErrorResume(PaymobFailure.class, failure -> Mono.just(outcome(failure)))
                .flatMap(outcome -> outcome instanceof RefundOutcome.Refused refused
                        ? seen(refused, transactionId)
                        : Mono.just(outcome))
                .onErrorResume(PaymobFailure.class, failure -> Mono.just(new RefundOutcome.Unknown(failure.reason())))
                .onErrorResume(fault ->
                        Mono.just(new RefundOutcome.Unknown(fault.getClass().getSimpleName())));
    }

    /**
     * What was asked before without an answer: it was done if that much more has gone back than before. What may still show is not
     * asked for again, since there is no key that would hold the second back.
     */
    private Mono<RefundOutcome> returned(NoteRefund refund, String transactionId) {
        return refund.asked() == NoteRefund.Asked.NEVER
                ? Mono.empty()
                : paymob.retrieve(transactionId)
                        .filter(payment -> payment.returnedCents()
                                >= refund.returnedBefore() + refund.amount().cents())
                        .<RefundOutcome>map(_ -> new RefundOutcome.Made("note:" + refund.noteId(), refund.amount()))
                        .switchIfEmpty(
                                refund.asked() == NoteRefund.Asked.JUST_NOW
                                        ? Mono.just(new RefundOutcome.Unknown("may_still_show"))
                                        : Mono.empty());
    }

    /** It may be refused because somebody has given it back on the dashboard. */
    private Mono<RefundOutcome> seen(RefundOutcome.Refused refused, String transactionId) {
        return paymob.retrieve(transactionId)
                .map(payment -> new RefundOutcome.Refused(refused.code(), payment.returnedCents()));
    }

    private static RefundOutcome outcome(PaymobTransaction made) {
        return made.success() || made.pending()
                ? new RefundOutcome.Made(Long.toString(made.id()), new Money(made.amountCents(), made.currency()))
                : new RefundOutcome.Refused(Objects.requireNonNullElse(made.code(), "refused"), 0);
    }

    private static RefundOutcome outcome(PaymobFailure failure) {
        return failure.refused()
                ? new RefundOutcome.Refused(failure.reason(), 0)
                : new RefundOutcome.Unknown(failure.reason());
    }

    private ChargeResult of(ChargeOrder order, PaymobTransaction transaction) {
        if (transaction.paid()) {
            return paid(transaction);
        }
        return transaction.undecided()
                ? new Unknown("processing")
                : unpaid(order, Objects.requireNonNullElse(transaction.code(), "declined"));
    }

    static Paid paid(PaymobTransaction transaction) {
        return new Paid(
                Long.toString(transaction.id()),
                new Money(transaction.amountCents(), transaction.currency()),
                null,
                transaction.returnedCents());
    }

    /** Nobody else has the address of a page whose making got no answer: it is never paid on. */
    private ChargeResult unpaid(ChargeOrder order, String code) {
        String url = order.attempt().paymentUrl();
        String reference = order.attempt().reference();
        Instant until = order.attempt().expiresAt();
        return url == null
                        || reference == null
                        || until == null
                        || !clock.instant().isBefore(until)
                ? new Declined(code, true)
                : new ActionRequired(url, reference, until);
    }

    private static Mono<ChargeResult> answered(Mono<ChargeResult> call) {
        return call.onErrorResume(PaymobFailure.class, failure -> Mono.just(of(failure)))
                .onErrorResume(fault -> Mono.just(new Unknown(fault.getClass().getSimpleName())));
    }

    /** Not to be let in says nothing about the payer. */
    private static ChargeResult of(PaymobFailure failure) {
        return failure.refused() && !failure.notLetIn()
                ? new Declined(failure.reason(), true)
                : new Unknown(failure.reason());
    }
}
