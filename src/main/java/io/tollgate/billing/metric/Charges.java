package io.tollgate.billing.metric;

import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The charges of plan versions, for those who bill. */
@Component
public class Charges {

    private final ChargeRepository charges;

    Charges(ChargeRepository charges) {
        this.charges = charges;
    }

    /** In the order of the invoice's lines; none for a version that counts nothing. Never another answer for the same version. */
    public Mono<List<PlanCharge>> of(UUID planVersionId) {
        return charges.of(planVersionId);
    }

    public Mono<PlanCharge> find(UUID chargeId) {
        return charges.find(chargeId);
    }
}
