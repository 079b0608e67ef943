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
    private final PaymobGiveBack giveBack;
    private final Clock clock;
    private final String notificationUrl;

    PaymobGateway(Paymob paymob, PaymobGiveBack giveBack, WebProperties web, Clock clock) {
        this.paymob = paymob;
        this.giveBack = giveBack;
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
                .switchIfEmpty(Mono.fromSupplier(() -> untouched(order))));
    }

    @Override
    public Mono<ChargeResult> close(ChargeOrder order) {
        return resolve(order);
    }

    @Override
    public boolean tellsRefundsApart() {
        return false;
    }

    @Override
    public Mono<RefundOutcome> refund(NoteRefund refund, String transactionId) {
        return giveBack.refund(refund, transactionId);
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

    /** Nobody has the address of a page whose making got no answer: it is never paid on, and nobody was asked. */
    private ChargeResult untouched(ChargeOrder order) {
        return order.attempt().reference() == null ? Declined.asNotReceived() : unpaid(order, "not_paid");
    }

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
