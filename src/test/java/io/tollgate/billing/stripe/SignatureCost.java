package io.tollgate.billing.stripe;

import com.stripe.net.Webhook;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;

/** What it costs to know that a webhook is Stripe's, for the bench. */
public final class SignatureCost {

    private static final String SECRET = "whsec_bench";
    private static final int BATCH = 1_000;

    private SignatureCost() {}

    /** Microseconds of one thread for a body of so many bytes: the median of as many batches as go into the seconds. */
    public static double micros(int bytes, int seconds) {
        Clock clock = Clock.systemUTC();
        String text = "x".repeat(bytes);
        byte[] body = text.getBytes(StandardCharsets.US_ASCII);
        WebhookSignature signature = new WebhookSignature(List.of(SECRET), clock);
        String header = header(clock.instant().getEpochSecond(), text);
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        double[] batches = new double[0];
        while (System.nanoTime() < end) {
            long begun = System.nanoTime();
            for (int i = 0; i < BATCH; i++) {
                if (!signature.isValid(header, body)) {
                    throw new IllegalStateException("Refused");
                }
            }
            batches = Arrays.copyOf(batches, batches.length + 1);
            batches[batches.length - 1] = (System.nanoTime() - begun) / 1000.0 / BATCH;
        }
        Arrays.sort(batches);
        return batches[batches.length / 2];
    }

    private static String header(long time, String text) {
        try {
            return "t=" + time + ",v1=" + Webhook.Util.computeHmacSha256(SECRET, time + "." + text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JVM has HmacSHA256", e);
        }
    }
}
