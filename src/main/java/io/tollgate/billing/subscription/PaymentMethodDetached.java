package io.tollgate.billing.subscription;

import io.tollgate.billing.stripe.StripeEvent;
import io.tollgate.billing.stripe.StripeEventHandler;
import io.tollgate.platform.jobs.JobRun;
import java.util.Set;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** {@code payment_method.detached}. Cards are kept by Stripe alone; that none is left is seen when a payment fails. */
@Component
class PaymentMethodDetached implements StripeEventHandler {

    private final KnownCustomer known;

    PaymentMethodDetached(KnownCustomer known) {
        this.known = known;
    }

    @Override
    public Set<String> types() {
        return Set.of("payment_method.detached");
    }

    @Override
    public Mono<Void> handle(StripeEvent event, JobRun run) {
        return known.orIgnored(event);
    }
}
