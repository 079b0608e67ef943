package io.tollgate.billing.subscription;

import io.tollgate.billing.stripe.StripeEvent;
import io.tollgate.billing.stripe.StripeEventHandler;
import io.tollgate.platform.jobs.JobRun;
import java.util.Set;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** {@code checkout.session.async_payment_succeeded}: the money of a completed page has arrived, days later. */
@Component
class CheckoutPaymentSucceeded implements StripeEventHandler {

    private final CheckoutCompleted completed;

    CheckoutPaymentSucceeded(CheckoutCompleted completed) {
        this.completed = completed;
    }

    @Override
    public Set<String> types() {
        return Set.of("checkout.session.async_payment_succeeded");
    }

    @Override
    public Mono<Void> handle(StripeEvent event, JobRun run) {
        return completed.handle(event, run);
    }
}
