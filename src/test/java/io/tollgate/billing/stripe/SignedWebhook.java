package io.tollgate.billing.stripe;

import com.stripe.net.Webhook;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.UUID;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Delivers events as Stripe does. */
record SignedWebhook(WebTestClient http, Clock clock) {

    static final String SECRET = "whsec_tollgate";
    static final String OLDER_SECRET = "whsec_tollgate_rolled";

    static String newId(String prefix) {
        return prefix + "_" + UUID.randomUUID().toString().replace("-", "");
    }

    static String event(String id, String type, String customerId) {
        return """
                {"id": "%s", "object": "event", "type": "%s", "api_version": "2026-07-29.dahlia", "created": 1795000000,
                 "livemode": false, "data": {"object": {"id": "%s", "object": "thing", "customer": "%s"}}}""".formatted(id, type, id.replace("evt", "thing"), customerId);
    }

    WebTestClient.ResponseSpec deliver(String body) {
        return deliver(body, header(SECRET, body));
    }

    WebTestClient.ResponseSpec deliver(String body, String... signature) {
        return http.post()
                .uri("/billing/stripe/webhook")
                .header("Content-Type", "application/json; charset=utf-8")
                .header("Stripe-Signature", signature)
                .bodyValue(body)
                .exchange();
    }

    String header(String secret, String body) {
        return header(secret, body, 0);
    }

    String header(String secret, String body, long secondsFromNow) {
        long time = clock.instant().getEpochSecond() + secondsFromNow;
        try {
            return "t=" + time + ",v1=" + Webhook.Util.computeHmacSha256(secret, time + "." + body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
