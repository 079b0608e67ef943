package io.tollgate;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.net.Webhook;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

/** What a node must go on doing, whatever else is away: somebody registers and logs in, plans are read, Stripe delivers. */
public record EverydayUse(WebTestClient http, Clock clock) {

    private static final String PASSWORD = "rather long and odd 42";

    public static EverydayUse of(SecondNode node) {
        return new EverydayUse(node.http(), node.bean(Clock.class));
    }

    /** @return the address that was registered, to which a mail is promised */
    public String goesOn() {
        String name = "u" + UUID.randomUUID().toString().replace("-", "").substring(0, 20);
        String email = name + "@example.test";
        post("/register", Map.of("email", email, "username", name, "password", PASSWORD))
                .expectStatus()
                .isCreated();
        post("/login", Map.of("email", email, "password", PASSWORD))
                .expectStatus()
                .isOk();
        http.get().uri("/billing/plans").exchange().expectStatus().isOk();
        deliver().expectStatus().isOk();
        return email;
    }

    /** Without a database: whoever asks is told to come again, Stripe too. */
    public void isRefusedForTheMoment() {
        comeAgain(post("/login", Map.of("email", "somebody@example.test", "password", PASSWORD)));
        comeAgain(deliver());
        http.get().uri("/livez").exchange().expectStatus().isOk();
        http.get().uri("/readyz").exchange().expectStatus().isEqualTo(503);
    }

    private static void comeAgain(ResponseSpec answer) {
        answer.expectStatus()
                .isEqualTo(503)
                .expectHeader()
                .exists(HttpHeaders.RETRY_AFTER)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody(String.class)
                .value(body -> assertThat(body).contains("\"code\":\"unavailable\""));
    }

    private ResponseSpec deliver() {
        String event = """
            {"id": "evt_%s", "object": "event", "type": "moon.landed", "api_version": "2026-07-29.dahlia",
             "created": 1795000000, "data": {"object": {"id": "thing_1", "object": "thing"}}}\
            """.formatted(UUID.randomUUID());
        long now = clock.instant().getEpochSecond();
        return http.post()
                .uri("/billing/stripe/webhook")
                .contentType(MediaType.APPLICATION_JSON)
                .header("Stripe-Signature", "t=" + now + ",v1=" + signature(now + "." + event))
                .bodyValue(event)
                .exchange();
    }

    private static String signature(String text) {
        try {
            return Webhook.Util.computeHmacSha256("whsec_tollgate", text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private ResponseSpec post(String path, Map<String, String> body) {
        return http.post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }
}
