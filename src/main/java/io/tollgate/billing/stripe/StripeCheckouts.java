package io.tollgate.billing.stripe;

import com.stripe.param.checkout.SessionExpireParams;
import java.util.random.RandomGenerator;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Checkout pages at Stripe. All calls fail with {@link StripeFailure} and nothing else. */
@Component
public class StripeCheckouts {

    private static final String PATH = "/v1/checkout/sessions";

    private final StripeClient client;
    private final RandomGenerator random;

    StripeCheckouts(StripeClient client, RandomGenerator random) {
        this.client = client;
        this.random = random;
    }

    public Mono<StripeCheckoutSession> create(IdempotencyKey key, NewStripeCheckout checkout) {
        return client.call(
                StripeCall.post("checkouts.create", PATH, key, checkout.params()), StripeCheckoutSession::from);
    }

    public Mono<StripeCheckoutSession> create(IdempotencyKey key, NewStripePaymentPage page) {
        return client.call(StripeCall.post("checkouts.create", PATH, key, page.params()), StripeCheckoutSession::from);
    }

    public Mono<StripeCheckoutSession> retrieve(String id) {
        return client.call(
                StripeCall.get("checkouts.retrieve", StripeCall.path(PATH + "/", id)), StripeCheckoutSession::from);
    }

    /**
     * Closes an open page. {@code INVALID_REQUEST} when it is complete or expired already. To close twice does no harm; so where
     * Stripe repeats the server error of an earlier request, which it does for a day, it is asked under another key.
     */
    public Mono<StripeCheckoutSession> expire(IdempotencyKey key, String id) {
        return expireOnce(key, id).onErrorResume(StripeCheckouts::isRepeated, _ -> expireOnce(anotherKey(id), id));
    }

    private Mono<StripeCheckoutSession> expireOnce(IdempotencyKey key, String id) {
        SessionExpireParams params = SessionExpireParams.builder().build();
        String path = StripeCall.path(PATH + "/", id, "/expire");
        return client.call(StripeCall.post("checkouts.expire", path, key, params), StripeCheckoutSession::from);
    }

    private IdempotencyKey anotherKey(String id) {
        return IdempotencyKey.of("checkout.expire:" + Long.toHexString(random.nextLong()), id, 1);
    }

    private static boolean isRepeated(Throwable fault) {
        return fault instanceof StripeFailure failure && failure.isKeySpent();
    }
}
