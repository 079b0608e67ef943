package io.tollgate.billing.collection;

import io.swagger.v3.oas.annotations.media.Schema;

/** Where to pay. */
record PayView(
        @Schema(example = "https://checkout.stripe.com/c/pay/cs_test_a1B2c3")
        String paymentUrl) {}
