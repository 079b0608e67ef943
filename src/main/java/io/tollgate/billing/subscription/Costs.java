package io.tollgate.billing.subscription;

import io.tollgate.billing.metric.Charges;
import io.tollgate.billing.plan.Plan;
import java.util.List;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Whether plans cost anything: without a base fee, usage may still do. */
@Component
class Costs {

    private final Charges charges;

    Costs(Charges charges) {
        this.charges = charges;
    }

    /** Whether nothing can ever be owed for it. */
    Mono<Boolean> nothing(Plan plan) {
        return plan.price().free() ? charges.of(plan.version().id()).map(List::isEmpty) : Mono.just(false);
    }
}
