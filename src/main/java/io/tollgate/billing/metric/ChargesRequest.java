package io.tollgate.billing.metric;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;

/** Body of {@code PUT /billing/plans/{id}/charges}: all that the next version of the plan charges for. */
record ChargesRequest(
        @NotNull @Size(max = ChargesRequest.MOST) List<@NotNull ChargeRequest> charges) {

    static final int MOST = 50;
}
