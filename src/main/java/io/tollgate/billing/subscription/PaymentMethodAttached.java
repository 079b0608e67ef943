package io.tollgate.billing.subscription;

import io.tollgate.billing.stripe.StripeEvent;
import io.tollgate.billing.stripe.StripeEventHandler;
import io.tollgate.platform.jobs.JobRun;
import java.util.Set;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** {@code payment_method.attached}. Cards are kept by Stripe alone; which one pays is seen when it pays. */
@Component
class PaymentMethodAttached implements StripeEventHandler {

    private final KnownCustomer known;

    PaymentMethodAttached(KnownCustomer known) {
        this.known = known;
    }

    @Override
    public Set<String> types() {
        return Set.of("payment_method.attached");
    }

    @Override
    public Mono<Void> handle(StripeEvent event, JobRun run) {
        return known.orIgnored(event);
    }
}
