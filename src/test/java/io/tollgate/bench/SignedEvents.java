package io.tollgate.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Webhooks as Stripe would sign them, made before the run: a template, and for each event a line with its id, the time and the
 * signature over {@code time.body}.
 */
record SignedEvents(Path template, Path lines) {

    /** Events that all are about the same subscription of the same customer. */
    static SignedEvents write(Settings settings, PaidSubscription subscription, int count) throws IOException {
        String text = Files.readString(settings.sources().resolve("webhook.http"))
                .replace("SUBSCRIPTION", subscription.id())
                .replace("CUSTOMER", subscription.customer());
        String body = text.substring(text.indexOf("\n\n") + 2).stripTrailing();
        Path template = Files.writeString(settings.directory().resolve("webhook.http"), text);
        Path lines = settings.directory().resolve("webhooks.tsv");
        String run = UUID.randomUUID().toString().replace("-", "").substring(0, 12);
        try (BufferedWriter out = Files.newBufferedWriter(lines)) {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Stand.WEBHOOK_SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            long now = Instant.now().getEpochSecond();
            for (int i = 0; i < count; i++) {
                String id = "evt_bench%s%08d".formatted(run, i);
                byte[] signed = (now + "." + body.replace("{1}", id)).getBytes(StandardCharsets.UTF_8);
                out.write(id + "\t" + now + "\t" + HexFormat.of().formatHex(mac.doFinal(signed)) + "\n");
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JVM has HmacSHA256", e);
        }
        return new SignedEvents(template, lines);
    }
}
