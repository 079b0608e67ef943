package io.tollgate.billing.metric;

import io.tollgate.billing.plan.NewVersionListener;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Lets the next version of a plan charge for what the last one did. */
@Component
class NewVersionCharges implements NewVersionListener {

    private final ChargeRepository charges;

    NewVersionCharges(ChargeRepository charges) {
        this.charges = charges;
    }

    @Override
    public Mono<Void> versionMade(UUID previousVersionId, UUID versionId) {
        return charges.copy(previousVersionId, versionId);
    }
}
