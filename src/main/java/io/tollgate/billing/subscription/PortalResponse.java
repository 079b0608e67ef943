package io.tollgate.billing.subscription;

import io.swagger.v3.oas.annotations.media.Schema;

/** @param url good for a few minutes */
record PortalResponse(
        @Schema(example = "https://billing.stripe.com/p/session/test_a1b2c3")
        String url) {}
