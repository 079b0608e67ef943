package io.tollgate.billing.subscription;

import io.tollgate.billing.stripe.StripeCheckoutSession;
import io.tollgate.billing.stripe.StripeCheckouts;
import io.tollgate.billing.stripe.StripeEvent;
import io.tollgate.billing.stripe.StripeEventHandler;
import io.tollgate.platform.jobs.JobRun;
import java.util.Set;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** {@code checkout.session.async_payment_failed}: the page was complete, but the money did not come. */
@Component
class CheckoutPaymentFailed implements StripeEventHandler {

    private final StripeCheckouts stripe;
    private final CheckoutRepository checkouts;
    private final SubscriptionSync sync;

    CheckoutPaymentFailed(StripeCheckouts stripe, CheckoutRepository checkouts, SubscriptionSync sync) {
        this.stripe = stripe;
        this.checkouts = checkouts;
        this.sync = sync;
    }

    @Override
    public Set<String> types() {
        return Set.of("checkout.session.async_payment_failed");
    }

    @Override
    public Mono<Void> handle(StripeEvent event, JobRun run) {
        return stripe.retrieve(String.valueOf(event.objectId())).flatMap(session -> settle(session, run));
    }

    private Mono<Void> settle(StripeCheckoutSession session, JobRun run) {
        Mono<Void> failed = checkouts.settle(session.id(), Checkout.Status.FAILED);
        return session.subscriptionId() == null
                ? run.once(failed)
                : sync.read(session.subscriptionId())
                        .flatMap(reading -> run.once(failed.then(sync.apply(reading, session.clientReferenceId()))
                                .then()));
    }
}
