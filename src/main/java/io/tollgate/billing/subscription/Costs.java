package io.tollgate.billing.subscription;

import io.tollgate.billing.metric.Charges;
import io.tollgate.billing.metric.PlanCharge;
import io.tollgate.billing.plan.Plan;
import java.util.List;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Whether plans cost anything: without a base fee, usage may still do. */
@Component
public class Costs {

    private final Charges charges;

    Costs(Charges charges) {
        this.charges = charges;
    }

    /** Whether nothing can ever be owed for it. Its charges are looked up only where its base fee leaves that open. */
    Mono<Boolean> nothing(Plan plan) {
        return plan.price().free()
                ? charges.of(plan.version().id()).map(found -> nothing(plan, found))
                : Mono.just(false);
    }

    /** The same of one whose charges are known. */
    public static boolean nothing(Plan plan, List<PlanCharge> charges) {
        return plan.price().free() && charges.isEmpty();
    }
}
