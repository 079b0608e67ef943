package io.tollgate.billing.subscription;

import io.tollgate.billing.stripe.StripeCheckoutSession;
import io.tollgate.billing.stripe.StripeCheckouts;
import io.tollgate.billing.stripe.StripeEvent;
import io.tollgate.billing.stripe.StripeEventHandler;
import io.tollgate.platform.jobs.JobRun;
import java.util.Set;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** {@code checkout.session.expired}: nobody paid on the page in time, so the next one is a new one. */
@Component
class CheckoutExpired implements StripeEventHandler {

    private final StripeCheckouts stripe;
    private final CheckoutRepository checkouts;

    CheckoutExpired(StripeCheckouts stripe, CheckoutRepository checkouts) {
        this.stripe = stripe;
        this.checkouts = checkouts;
    }

    @Override
    public Set<String> types() {
        return Set.of("checkout.session.expired");
    }

    @Override
    public Mono<Void> handle(StripeEvent event, JobRun run) {
        return stripe.retrieve(String.valueOf(event.objectId()))
                .filter(session -> session.status() == StripeCheckoutSession.Status.EXPIRED)
                .flatMap(session -> run.once(checkouts.settle(session.id(), Checkout.Status.EXPIRED)));
    }
}
