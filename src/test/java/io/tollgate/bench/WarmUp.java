package io.tollgate.bench;

import java.util.concurrent.Callable;

/** Load whose figures are thrown away, until they no longer get better. */
final class WarmUp {

    private static final int ROUNDS = 6;

    /** The JVM's last compiler counts calls, not seconds: of logins, sixty a second look steady long before they are. */
    private static final long REQUESTS = 8_000;

    /** Growth from one round to the next that is no longer taken for one. */
    private static final double STEADY = 1.05;

    private WarmUp() {}

    /** At most six rounds. */
    static void untilSteady(String what, Callable<Sample> round) throws Exception {
        double best = 0;
        long requests = 0;
        for (int i = 0; i < ROUNDS; i++) {
            Sample sample = round.call();
            double rate = sample.rate();
            requests += sample.requests();
            Progress.say("%s: warm-up, %,.0f/s", what, rate);
            if (rate < STEADY * best && requests >= REQUESTS) {
                return;
            }
            best = Math.max(best, rate);
        }
    }
}
