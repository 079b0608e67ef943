package io.tollgate.billing.engine;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Stops the start where real money would be collected and customers could be moved through time. */
@Component
class TestClockGuard {

    TestClockGuard(EngineProperties properties, @Value("${tollgate.stripe.secret-key:}") String stripeKey) {
        if (properties.testClocks() && stripeKey.contains("_live_")) {
            throw new IllegalStateException(
                    "BILLING_TEST_CLOCKS must be false with a live STRIPE_SECRET_KEY: a customer moved through time pays real money");
        }
    }
}
