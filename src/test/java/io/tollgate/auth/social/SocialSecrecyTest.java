package io.tollgate.auth.social;

import static io.tollgate.auth.social.SocialClient.VERIFIER;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.tollgate.IntegrationTest;
import io.tollgate.TestSocial;
import io.tollgate.auth.social.SocialClient.Departed;
import io.tollgate.fakeprovider.FakeProvider;
import io.tollgate.fakeprovider.Mischief;
import io.tollgate.platform.openapi.PublishedDocument;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springdoc.api.AbstractOpenApiResource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** What passes through a flow is in no log, audit line, job or answer that it is not meant for; and the API document tells all. */
@IntegrationTest
@ExtendWith(OutputCaptureExtension.class)
class SocialSecrecyTest {

    private final FakeProvider provider = TestSocial.provider();

    @Autowired
    private WebTestClient http;

    @Autowired
    private AbstractOpenApiResource maker;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private CircuitBreakerRegistry breakers;

    @AfterEach
    void wellAgain() {
        provider.misbehave();
        breakers.getAllCircuitBreakers().forEach(CircuitBreaker::reset);
    }

    @Test
    void leavesNoSecretBehindHoweverItEnds(CapturedOutput output) {
        SocialClient client = new SocialClient(http);
        SocialAccounts accounts = new SocialAccounts(db);
        List<String> secrets = new ArrayList<>(List.of(VERIFIER, "provider-secret-for-tests"));
        for (Mischief way : Mischief.values()) {
            if (way.name().endsWith("_SLOW")) {
                continue;
            }
            provider.misbehave(way);
            provider.signIn(SocialAccounts.any());
            breakers.getAllCircuitBreakers().forEach(CircuitBreaker::reset);
            Departed departed = client.departFromApp(way.ordinal() % 2 == 0 ? "google" : "github");
            URI back = client.consent(departed);
            SocialClient.Answer answer = client.callback(back, departed.cookie());
            assertThat(answer.status()).as("%s", way).isLessThan(500);
            secrets.addAll(List.of(departed.cookie(), departed.param("state")));
            secrets.addAll(SocialClient.query(back).entrySet().stream()
                    .filter(parameter -> parameter.getKey().equals("code"))
                    .map(Map.Entry::getValue)
                    .toList());
            if (answer.location() != null && answer.location().contains("code=")) {
                secrets.add(answer.inApp("code"));
                client.exchange(answer.inApp("code"), VERIFIER).expect(200);
            }
        }
        String idToken = provider.idToken(SocialAccounts.any(), "somebody-else", null);
        client.post("/auth/social/google/token", Map.of("id_token", idToken)).expect(400);
        secrets.add(idToken);
        for (String secret : secrets) {
            assertThat(output.getAll()).doesNotContain(secret);
            for (String table : List.of("audit_log", "outbox", "social_flows", "social_hand_offs", "used_id_tokens")) {
                assertThat(accounts.count(
                                "select count(*) from " + table + " t where t::text like '%' || :it || '%'", secret))
                        .as("%s", table)
                        .isZero();
            }
        }
    }

    @Test
    void standsInTheDocument() {
        JsonNode paths = PublishedDocument.read(http, maker).get("paths");
        assertThat(paths.get("/google/login").get("get").get("responses").propertyNames())
                .contains("307", "404", "422");
        assertThat(paths.get("/github/login").has("get")).isTrue();
        assertThat(paths.get("/auth/social/callback/{provider}")
                        .get("get")
                        .get("responses")
                        .propertyNames())
                .contains("200", "303", "400", "403", "409", "502", "503");
        assertThat(paths.get("/auth/social/exchange").get("post").has("requestBody"))
                .isTrue();
        assertThat(paths.get("/auth/social/{provider}/token").get("post").has("requestBody"))
                .isTrue();
        assertThat(paths.get("/me/identities").has("get")).isTrue();
        assertThat(paths.get("/me/identities/{provider}").propertyNames()).contains("post", "delete");
    }
}
