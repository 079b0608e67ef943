package io.tollgate.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Webhooks as Stripe would sign them, made before the run: a template, and for each event a line with its id, the time, the
 * signature over {@code time.body}, the subscription and its customer.
 */
record SignedEvents(Path template, Path lines) {

    /** Events about these subscriptions in turn. */
    static SignedEvents write(Settings settings, List<PaidSubscription> subscriptions, int count) throws IOException {
        String text = settings.source("webhook.http");
        String body = text.substring(text.indexOf("\n\n") + 2).stripTrailing();
        Path lines = settings.directory().resolve("webhooks.tsv");
        String run = UUID.randomUUID().toString().replace("-", "").substring(0, 12);
        try (BufferedWriter out = Files.newBufferedWriter(lines)) {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Stand.WEBHOOK_SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            long now = Instant.now().getEpochSecond();
            for (int i = 0; i < count; i++) {
                String id = "evt_bench%s%08d".formatted(run, i);
                PaidSubscription about = subscriptions.get(i % subscriptions.size());
                byte[] signed = (now + "." + filled(body, id, about)).getBytes(StandardCharsets.UTF_8);
                String signature = HexFormat.of().formatHex(mac.doFinal(signed));
                out.write(String.join("\t", id, Long.toString(now), signature, about.id(), about.customer()) + "\n");
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JVM has HmacSHA256", e);
        }
        return new SignedEvents(settings.sources().resolve("webhook.http"), lines);
    }

    private static String filled(String body, String id, PaidSubscription about) {
        return body.replace("{1}", id).replace("{4}", about.id()).replace("{5}", about.customer());
    }
}
