package io.tollgate.billing.metric;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.UUID;

/** What usage costs in the version of a plan that is sold now. */
record ChargesView(
        UUID planId,
        @Schema(example = "2") int version,
        @Schema(example = "USD") String currency,
        List<ChargeView> charges) {}
