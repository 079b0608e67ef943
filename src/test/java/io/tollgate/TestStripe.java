package io.tollgate;

import io.tollgate.stripeemulator.Controls;
import io.tollgate.stripeemulator.StripeEmulator;
import java.time.Duration;

/** The Stripe of this test JVM: one emulator, on the clock that the application has too. */
public final class TestStripe {

    /** Signs what the emulator sends. */
    public static final String WEBHOOK_SECRET = "whsec_tollgate";

    public static final String SECRET_KEY = "sk_test_tollgate";

    private static final StripeEmulator EMULATOR =
            StripeEmulator.start(StripeEmulator.Settings.on(MutableClock.shared())
                    .apiKey(SECRET_KEY)
                    .webhookTries(5, Duration.ofMillis(100)));

    private TestStripe() {}

    public static Controls controls() {
        return EMULATOR.controls();
    }

    /** Moves the one clock, and with it everything that becomes due at Stripe on the way. Access tokens grow old with it. */
    public static void advance(Duration by) {
        MutableClock.shared().advance(by);
        EMULATOR.controls().advance(Duration.ZERO);
    }

    public static String baseUrl() {
        return EMULATOR.baseUrl();
    }

    /** From now on events go to this application as well. */
    static void deliverTo(int port) {
        String _ = EMULATOR.deliverTo("http://localhost:" + port + "/billing/stripe/webhook", WEBHOOK_SECRET);
    }
}
