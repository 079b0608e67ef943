package io.tollgate.billing.subscription;

import io.tollgate.billing.plan.Plan;
import io.tollgate.billing.plan.Trial;
import io.tollgate.billing.stripe.IdempotencyKey;
import io.tollgate.billing.stripe.NewStripeCheckout;
import io.tollgate.billing.stripe.StripeCheckoutSession;
import io.tollgate.billing.stripe.StripeCheckouts;
import io.tollgate.billing.stripe.StripeFailure;
import io.tollgate.billing.stripe.StripeTrial;
import io.tollgate.billing.subscription.Checkout.Status;
import io.tollgate.platform.time.Ids;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.user.User;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Makes the checkout page of a claimed intent at Stripe: closes the one it replaces, makes the user a customer, asks for the
 * page, writes it down. Whatever fails on the way, the next try goes on from there.
 */
@Component
class CheckoutPages {

    /** More than a user has at a time. */
    private static final int PAGES = 20;

    private final CheckoutRepository checkouts;
    private final Customers customers;
    private final StripeCheckouts stripe;
    private final CheckoutProperties properties;
    private final Ids ids;

    CheckoutPages(
            CheckoutRepository checkouts,
            Customers customers,
            StripeCheckouts stripe,
            CheckoutProperties properties,
            Ids ids) {
        this.checkouts = checkouts;
        this.customers = customers;
        this.stripe = stripe;
        this.properties = properties;
        this.ids = ids;
    }

    /** @return where the user pays */
    Mono<String> make(Checkout intent, CheckoutOrder order) {
        return Mono.usingWhen(
                Mono.just(intent),
                claimed -> closeReplaced(claimed.userId()).then(open(claimed, order)),
                _ -> Mono.empty(),
                this::afterFailure,
                // The caller hung up: the next one need not wait for the claim to lapse.
                claimed -> checkouts.release(claimed.id()));
    }

    private Mono<String> open(Checkout intent, CheckoutOrder order) {
        return customers
                .ensure(order.user())
                .flatMap(customer ->
                        stripe.create(IdempotencyKey.of("checkout", intent.id(), 1), page(intent, customer, order)))
                .flatMap(session -> checkouts.opened(intent.id(), session).thenReturn(urlOf(session)));
    }

    private static String urlOf(StripeCheckoutSession session) {
        return Objects.requireNonNull(session.url(), "An open checkout session has a URL");
    }

    private NewStripeCheckout page(Checkout intent, String customer, CheckoutOrder order) {
        User user = order.user();
        Plan plan = order.plan();
        return new NewStripeCheckout(
                customer,
                Objects.requireNonNull(plan.version().stripePriceId()),
                user.id().toString(),
                properties.successUrl(),
                properties.cancelUrl(),
                order.notes(intent),
                order.withTrial() ? trial(plan.trial()) : null,
                null);
    }

    private static @Nullable StripeTrial trial(Trial trial) {
        return trial.none()
                ? null
                : new StripeTrial(
                        trial.days(),
                        trial.cardRequired(),
                        StripeTrial.End.valueOf(trial.withoutCard().name()));
    }

    /**
     * A definite refusal is stored under the intent's key and would only be repeated, so the next try is a new intent. Without
     * an answer the page may exist, and only the same key finds it.
     */
    private Mono<Void> afterFailure(Checkout intent, Throwable fault) {
        boolean definite = fault instanceof StripeFailure failure
                && failure.status() != 0
                && failure.kind() != StripeFailure.Kind.RATE_LIMITED;
        return definite ? checkouts.settle(intent.id(), Status.FAILED) : checkouts.release(intent.id());
    }

    /** Nothing can be paid on a page of the user's from then on. */
    Mono<Void> closeAll(UUID userId) {
        return checkouts
                .replaceOpen(userId)
                // One that was paid in this moment is noted as such; the others are still to be closed.
                .then(closeReplaced(userId).retryWhen(Retry.max(PAGES).filter(CheckoutPages::alreadyPaid)));
    }

    private static boolean alreadyPaid(Throwable fault) {
        return fault instanceof ApiException refusal && refusal.code() == ErrorCode.SUBSCRIPTION_EXISTS;
    }

    private Mono<Void> closeReplaced(UUID userId) {
        return checkouts
                .toReplace(userId)
                .collectList()
                .flatMapIterable(pages -> pages)
                .concatMap(page -> close(page, Objects.requireNonNull(page.sessionId())))
                .then();
    }

    private Mono<Void> close(Checkout page, String sessionId) {
        return stripe.expire(IdempotencyKey.of("checkout.expire:" + ids.next(), page.id(), 1), sessionId)
                .flatMap(_ -> checkouts.settle(page.id(), Status.REPLACED))
                .onErrorResume(StripeFailure.class, failure -> switch (failure.kind()) {
                    case INVALID_REQUEST -> seeWhatBecameOf(page, sessionId);
                    // Another Stripe account than when it was made.
                    case NOT_FOUND -> checkouts.settle(page.id(), Status.EXPIRED);
                    default -> Mono.error(failure);
                });
    }

    /** It could not be closed, so it has ended: by itself, or because the user has just paid. */
    private Mono<Void> seeWhatBecameOf(Checkout page, String sessionId) {
        return stripe.retrieve(sessionId).flatMap(session -> switch (session.status()) {
            case COMPLETE ->
                checkouts.settle(page.id(), Status.COMPLETED).then(Mono.<Void>error(Subscribing::alreadySubscribed));
            case EXPIRED -> checkouts.settle(page.id(), Status.EXPIRED);
            case OPEN, UNKNOWN -> Mono.error(() -> new ApiException(ErrorCode.PAYMENT_PROVIDER_ERROR));
        });
    }
}
