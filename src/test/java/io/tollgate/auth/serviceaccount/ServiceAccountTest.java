package io.tollgate.auth.serviceaccount;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers;
import io.tollgate.auth.serviceaccount.Producer.Made;
import io.tollgate.platform.time.Secrets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

@IntegrationTest
class ServiceAccountTest {

    private static final String WRITE = "usage:write";
    private static final String CONSUME = "entitlements:consume";

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private MutableClock clock;

    @Autowired
    private TokenUses uses;

    @Autowired
    private Secrets secrets;

    private Producer producer;

    @BeforeEach
    void signIn() {
        producer = new Producer(http, users.admin());
    }

    @Test
    void opensWhatItsScopesSayAndNothingElse() {
        Made made = producer.create(WRITE);
        Producer.respond(http, made.token(), WRITE)
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .isEqualTo("service:" + made.id());
        Producer.respond(http, made.token(), CONSUME)
                .expectStatus()
                .isForbidden()
                .expectHeader()
                .valueEquals("WWW-Authenticate", "Bearer error=\"insufficient_scope\", scope=\"" + CONSUME + "\"")
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("scope_missing");
    }

    @Test
    void refusesUsersOnServiceEndpointsAndServicesOnThoseOfUsers() {
        Made made = producer.create(WRITE, CONSUME);
        refused(Producer.respond(http, users.signUp().token(), WRITE), 403, "service_token_required");
        refused(Producer.respond(http, producer.admin().token(), WRITE), 403, "service_token_required");
        for (String path : List.of("/me", "/billing/subscriptions/me", "/admin/service-accounts")) {
            refused(as(made.token()).get().uri(path).exchange(), 403, "user_token_required");
        }
        refused(as(made.token()).post().uri("/logout/all").exchange(), 403, "user_token_required");
        refused(as(made.token()).post().uri("/logout").exchange(), 401, "token_invalid");
        http.post()
                .uri("/probe/" + WRITE)
                .exchange()
                .expectStatus()
                .isUnauthorized()
                .expectHeader()
                .valueEquals("WWW-Authenticate", "Bearer");
    }

    @Test
    void showsTheTokenOnceAndKeepsOnlyItsDigest() {
        Made made = producer.create(WRITE);
        String secret = made.token().substring(37, 80);
        byte[] stored = db.sql("select secret_hash from service_accounts where id = :id")
                .bind("id", made.id())
                .map(row -> row.get(0, byte[].class))
                .one()
                .block();
        assertThat(stored).isEqualTo(Secrets.sha256(secret));
        assertThat(producer.show(made.id()).toString()).doesNotContain(secret, "hash");
        assertThat(audit(made.id()).toString())
                .contains("service_account.created")
                .doesNotContain(secret);
    }

    @Test
    void answersEveryWrongTokenAlike() {
        Made made = producer.create(WRITE);
        ServiceToken foreign = ServiceToken.issue(made.id(), secrets);
        List<String> wrong = List.of(
                made.token() + "x",
                made.token().substring(0, made.token().length() - 1) + "!",
                foreign.text(),
                ServiceToken.issue(UUID.randomUUID(), secrets).text(),
                "tgs_",
                "tgs_' or 1=1 --");
        for (String token : wrong) {
            http.post()
                    .uri("/probe/" + WRITE)
                    .header("Authorization", "Bearer " + token)
                    .exchange()
                    .expectStatus()
                    .isUnauthorized();
        }
        refused(Producer.respond(http, foreign.text(), WRITE), 401, "token_invalid");
        uses.write().block();
        Awaiting.until(
                "they are written, be it by us or by the node that does it each minute",
                () -> audit(made.id()).toString().matches(".*service_token\\.refused.*wrong_secret.*"));
        assertThat(Producer.call(http, made.token(), WRITE)).isEqualTo(200);
    }

    @Test
    void isWorthNothingOnceRevokedOrExpired() {
        Made revoked = producer.create(WRITE);
        Producer.call(http, revoked.token(), WRITE);
        producer.revoke(revoked.id());
        refused(Producer.respond(http, revoked.token(), WRITE), 401, "token_invalid");
        producer.revoke(revoked.id());
        refused(
                producer.send(HttpMethod.POST, "/" + revoked.id() + "/rotate", Map.of()),
                409,
                "service_account_revoked");
        refused(
                producer.send(HttpMethod.PATCH, "/" + revoked.id(), Map.of("name", "again")),
                409,
                "service_account_revoked");
        assertThat(audit(revoked.id()).stream().filter("service_account.revoked success"::equals))
                .hasSize(1);

        Made expiring = producer.create(Map.of("expires_at", clock.instant().plusSeconds(600)), WRITE);
        assertThat(Producer.call(http, expiring.token(), WRITE)).isEqualTo(200);
        clock.advance(Duration.ofMinutes(11));
        refused(Producer.respond(http, expiring.token(), WRITE), 401, "token_invalid");
    }

    @Test
    void remembersWhenItWasUsedLast() {
        Made made = producer.create(WRITE);
        Producer.call(http, made.token(), WRITE);
        uses.write().block();
        Awaiting.until(
                "it is written, be it by us or by the node that does it each minute",
                () -> !producer.show(made.id()).get("last_used_at").isNull());
    }

    private static void refused(WebTestClient.ResponseSpec answer, int status, String code) {
        answer.expectStatus().isEqualTo(status).expectBody().jsonPath("$.code").isEqualTo(code);
    }

    private WebTestClient as(String token) {
        return http.mutate().defaultHeader("Authorization", "Bearer " + token).build();
    }

    private List<String> audit(UUID id) {
        return db.sql("select action || ' ' || outcome || ' ' || details as line from audit_log where subject_id = :id")
                .bind("id", id.toString())
                .map(row -> row.get("line", String.class).replace(" {}", ""))
                .all()
                .collectList()
                .block();
    }
}
