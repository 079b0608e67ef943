package io.tollgate.stripeemulator;

import com.stripe.StripeClient;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Whom a contract test talks to: Stripe's own test mode if {@code STRIPE_SECRET_KEY} is a test key, else an emulator.
 *
 * @param emulator null if it is the real one
 */
record ContractedStripe(
        StripeClient client, String base, @Nullable StripeEmulator emulator) implements AutoCloseable {
    static ContractedStripe connect() {
        var key = System.getenv("STRIPE_SECRET_KEY");
        if (key != null && key.startsWith("sk_test_")) {
            return new ContractedStripe(new StripeClient(key), "https://api.stripe.com", null);
        }
        var emulator = StripeEmulator.start(StripeEmulator.Settings.on(Clock.systemUTC()));
        var base = emulator.baseUrl();
        return new ContractedStripe(EmulatorFixture.client(base, "sk_test_emulator"), base, emulator);
    }

    @Override
    public void close() {
        if (emulator != null) {
            emulator.stop();
        }
    }
}
