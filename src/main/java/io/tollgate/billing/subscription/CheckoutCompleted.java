package io.tollgate.billing.subscription;

import io.tollgate.billing.stripe.IgnoredEvent;
import io.tollgate.billing.stripe.StripeCheckoutSession;
import io.tollgate.billing.stripe.StripeCheckouts;
import io.tollgate.billing.stripe.StripeEvent;
import io.tollgate.billing.stripe.StripeEventHandler;
import io.tollgate.platform.jobs.JobRun;
import java.util.Set;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * {@code checkout.session.completed}: the user has been through the page. Whether that
 * gives access is for the subscription to say: with a bank transfer the page is complete days before the money is there.
 */
@Component
class CheckoutCompleted implements StripeEventHandler {

    private final StripeCheckouts stripe;
    private final CheckoutRepository checkouts;
    private final SubscriptionSync sync;

    CheckoutCompleted(StripeCheckouts stripe, CheckoutRepository checkouts, SubscriptionSync sync) {
        this.stripe = stripe;
        this.checkouts = checkouts;
        this.sync = sync;
    }

    @Override
    public Set<String> types() {
        return Set.of("checkout.session.completed");
    }

    @Override
    public Mono<Void> handle(StripeEvent event, JobRun run) {
        return stripe.retrieve(String.valueOf(event.objectId())).flatMap(session -> settle(session, run));
    }

    private Mono<Void> settle(StripeCheckoutSession session, JobRun run) {
        if (session.subscriptionId() == null) {
            return Mono.error(() -> new IgnoredEvent("a page that sells no subscription"));
        }
        return sync.read(session.subscriptionId())
                .flatMap(reading -> run.once(checkouts
                        .settle(session.id(), Checkout.Status.COMPLETED)
                        .then(sync.apply(reading, session.clientReferenceId()))
                        .switchIfEmpty(Mono.error(() -> new IgnoredEvent("not a page of ours")))
                        .then()));
    }
}
