package io.tollgate.bench;

import io.tollgate.billing.stripe.SignatureCost;
import java.util.function.Consumer;

/** W5-signature: what it costs to know that a webhook is Stripe's, on one thread of this process. */
final class SignatureCosts implements Workload {

    private static final int BYTES = 4096;
    private static final double MICROS = 5;

    @Override
    public void run(Stand stand, Consumer<Result> lines) {
        Settings settings = stand.settings();
        double _ = SignatureCost.micros(BYTES, settings.warmUp());
        double micros = SignatureCost.micros(BYTES, settings.seconds());
        Sample sample = Sample.of(1e6 / micros, null, null, null, 0, 0);
        lines.accept(Result.of("W5-signature", "a signature over %,d bytes".formatted(BYTES), "no server", 0, sample)
                .held(Bar.atMost("µs", micros, MICROS)));
    }
}
