package io.tollgate.billing.collection;

import io.tollgate.billing.collection.ChargeResult.ActionRequired;
import io.tollgate.billing.collection.ChargeResult.Declined;
import io.tollgate.billing.collection.ChargeResult.Unknown;
import io.tollgate.billing.stripe.IdempotencyKey;
import io.tollgate.billing.stripe.NewStripePayment;
import io.tollgate.billing.stripe.NewStripePaymentPage;
import io.tollgate.billing.stripe.StripeCheckoutSession;
import io.tollgate.billing.stripe.StripeCheckouts;
import io.tollgate.billing.stripe.StripeFailure;
import io.tollgate.billing.stripe.StripePaymentIntents;
import io.tollgate.billing.stripe.StripePaymentMethods;
import io.tollgate.billing.subscription.Customers;
import io.tollgate.billing.subscription.Provider;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Stripe as a collector only: the customer's card is charged without them, and where there is none, or their bank wants to see
 * them, a page is opened. The key of an attempt stays the same, and stands on the payment too: Stripe forgets keys after a day.
 */
@Component
class StripeGateway implements PaymentGateway {

    /** Stripe keeps a key for 24 hours at least. */
    private static final Duration KEY_LASTS = Duration.ofHours(20);

    private final Customers customers;
    private final StripePaymentMethods methods;
    private final StripePaymentIntents intents;
    private final StripeCheckouts checkouts;
    private final StripeAnswers answers;
    private final StripeGiveBack giveBack;
    private final Clock clock;

    StripeGateway(
            Customers customers,
            StripePaymentMethods methods,
            StripePaymentIntents intents,
            StripeCheckouts checkouts,
            StripeAnswers answers,
            StripeGiveBack giveBack,
            Clock clock) {
        this.customers = customers;
        this.methods = methods;
        this.intents = intents;
        this.checkouts = checkouts;
        this.answers = answers;
        this.giveBack = giveBack;
        this.clock = clock;
    }

    @Override
    public Provider provider() {
        return Provider.STRIPE;
    }

    @Override
    public boolean collects() {
        return true;
    }

    @Override
    public boolean chargesAlone() {
        return true;
    }

    @Override
    public Mono<ChargeResult> charge(ChargeOrder order) {
        return answered(customers
                .ensure(order.user())
                .flatMap(customer -> methods.usual(customer)
                        .flatMap(card -> charge(order, customer, card))
                        .switchIfEmpty(Mono.defer(() -> page(order, customer)))));
    }

    @Override
    public Mono<ChargeResult> open(ChargeOrder order) {
        return answered(customers.ensure(order.user()).flatMap(customer -> page(order, customer)));
    }

    @Override
    public Mono<ChargeResult> resolve(ChargeOrder order) {
        return answered(
                order.attempt().reference() == null
                        ? lookUp(order)
                        : checkouts.retrieve(order.attempt().reference()).flatMap(answers::of));
    }

    @Override
    public Mono<ChargeResult> close(ChargeOrder order) {
        String page = Objects.requireNonNull(order.attempt().reference());
        return answered(checkouts
                .expire(new IdempotencyKey("close:" + order.key()), page)
                .flatMap(answers::of)
                // Paid, or over by itself.
                .onErrorResume(
                        StripeGateway::isRefusal, _ -> checkouts.retrieve(page).flatMap(answers::of)));
    }

    @Override
    public boolean tellsRefundsApart() {
        return true;
    }

    @Override
    public Mono<RefundOutcome> refund(NoteRefund refund, String providerPaymentId) {
        return giveBack.refund(refund, providerPaymentId);
    }

    private Mono<ChargeResult> charge(ChargeOrder order, String customer, String card) {
        return intents.charge(
                        new IdempotencyKey(order.key()),
                        new NewStripePayment(
                                customer,
                                card,
                                order.amount().cents(),
                                order.amount().currency(),
                                order.title(),
                                StripeAnswers.note(order)))
                .flatMap(answers::of)
                .flatMap(result -> unlessSeen(order, customer, result))
                .onErrorResume(
                        StripeFailure.class,
                        failure -> answers.of(failure).flatMap(result -> unlessSeen(order, customer, result)));
    }

    /** A bank that wants to see the payer has taken nothing; only the payer can help. */
    private Mono<ChargeResult> unlessSeen(ChargeOrder order, String customer, ChargeResult result) {
        return order.owed() && result instanceof Declined declined && StripeAnswers.wantsPayer(declined)
                ? page(order, customer)
                : Mono.just(result);
    }

    private Mono<ChargeResult> page(ChargeOrder order, String customer) {
        return checkouts
                .create(
                        new IdempotencyKey("page:" + order.key()),
                        new NewStripePaymentPage(
                                customer,
                                order.amount().cents(),
                                order.amount().currency(),
                                order.title(),
                                order.page(),
                                order.page(),
                                StripeAnswers.note(order),
                                order.pageUntil()))
                .map(StripeGateway::opened);
    }

    private static ChargeResult opened(StripeCheckoutSession session) {
        return session.url() == null
                ? new Unknown("page_without_address")
                : new ActionRequired(session.url(), session.id(), session.expiresAt());
    }

    /** What was made under the key is found by its note; what was not is asked for again, as long as the key would hold it back. */
    private Mono<ChargeResult> lookUp(ChargeOrder order) {
        return customers
                .ensure(order.user())
                .flatMap(customer -> intents.list(
                                customer, order.attempt().askedAt().minus(Duration.ofHours(1)))
                        .filter(intent -> order.key().equals(intent.metadata().get(StripeAnswers.NOTE)))
                        .next()
                        .flatMap(answers::of)
                        .flatMap(result -> unlessSeen(order, customer, result)))
                .switchIfEmpty(Mono.defer(() -> askAgain(order)));
    }

    private Mono<ChargeResult> askAgain(ChargeOrder order) {
        if (!order.owed()) {
            return Mono.just(Declined.asNotOwed());
        }
        if (order.attempt().askedAt().plus(KEY_LASTS).isBefore(clock.instant())) {
            return Mono.just(Declined.asNotReceived());
        }
        return order.attempt().kind() == Attempt.Kind.PAGE ? open(order) : charge(order);
    }

    private Mono<ChargeResult> answered(Mono<ChargeResult> call) {
        return call.onErrorResume(StripeFailure.class, answers::of)
                .onErrorResume(fault -> Mono.just(new Unknown(fault.getClass().getSimpleName())));
    }

    private static boolean isRefusal(Throwable fault) {
        return fault instanceof StripeFailure failure && failure.kind() == StripeFailure.Kind.INVALID_REQUEST;
    }
}
