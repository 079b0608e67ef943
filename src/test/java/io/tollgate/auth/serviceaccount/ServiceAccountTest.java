package io.tollgate.auth.serviceaccount;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.serviceaccount.Producer.Made;
import io.tollgate.auth.token.AccessTokens;
import io.tollgate.platform.time.Secrets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;

@IntegrationTest
class ServiceAccountTest {

    /** Threads of our own: those of the application must stay free to work. */
    private static final Executor THREADS = command -> Thread.ofVirtual().start(command);

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

    @Autowired
    private AccessTokens tokens;

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
        assertThat(audit(made.id()).toString()).contains("service_token.refused", "wrong_secret");
        assertThat(Producer.call(http, made.token(), WRITE)).isEqualTo(200);
    }

    @Test
    void keepsTheOldSecretForTheOverlapAndNeverMoreThanTwo() {
        Made first = producer.create(WRITE);
        assertThat(Producer.call(http, first.token(), WRITE)).isEqualTo(200);
        Made second = producer.rotate(first.id(), 3_600);
        assertThat(second.account().get("previous_secret_until").isNull()).isFalse();
        assertThat(Producer.call(http, first.token(), WRITE)).isEqualTo(200);
        assertThat(Producer.call(http, second.token(), WRITE)).isEqualTo(200);

        Made third = producer.rotate(first.id(), 3_600);
        assertThat(Producer.call(http, first.token(), WRITE)).isEqualTo(401);
        assertThat(Producer.call(http, second.token(), WRITE)).isEqualTo(200);
        clock.advance(Duration.ofMinutes(61));
        assertThat(Producer.call(http, second.token(), WRITE)).isEqualTo(401);
        assertThat(Producer.call(http, third.token(), WRITE)).isEqualTo(200);
    }

    @Test
    void endsALeakedSecretAtOnce() {
        Made leaked = producer.create(WRITE);
        assertThat(Producer.call(http, leaked.token(), WRITE)).isEqualTo(200);
        Made fresh = producer.rotate(leaked.id(), 0);
        assertThat(Producer.call(http, leaked.token(), WRITE)).isEqualTo(401);
        assertThat(Producer.call(http, fresh.token(), WRITE)).isEqualTo(200);
    }

    @Test
    void leavesTwoLiveSecretsAfterTwentyRotationsAtOnce() {
        Made made = producer.create(WRITE);
        List<String> tokens = Flux.range(0, 20)
                .flatMap(
                        _ -> Flux.defer(() ->
                                        Flux.just(producer.rotate(made.id(), 60).token()))
                                .subscribeOn(Schedulers.fromExecutor(THREADS)),
                        20)
                .collectList()
                .block();
        assertThat(tokens.stream().filter(token -> Producer.call(http, token, WRITE) == 200))
                .hasSize(2);
        assertThat(Producer.call(http, made.token(), WRITE)).isEqualTo(401);
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
    void diesWithItsOwnerAndComesBackOnlyWithThem() {
        TestUser owner = users.signUp();
        Made made = producer.create(Map.of("owner_id", owner.id()), WRITE);
        assertThat(Producer.call(http, made.token(), WRITE)).isEqualTo(200);
        db.sql("update users set is_active = false where id = :id")
                .bind("id", owner.id())
                .then()
                .block();
        Awaiting.until(
                "refused within a second or so",
                Duration.ofSeconds(3),
                () -> Producer.call(http, made.token(), WRITE) == 401);
        db.sql("delete from users where id = :id").bind("id", owner.id()).then().block();
        assertThat(producer.show(made.id()).get("owner_id").isNull()).isTrue();
        assertThat(Producer.call(http, made.token(), WRITE)).isEqualTo(401);
    }

    @Test
    void changesScopesAtOnceAndRecordsBeforeAndAfter() {
        Made made = producer.create(WRITE);
        assertThat(Producer.call(http, made.token(), CONSUME)).isEqualTo(403);
        producer.send(HttpMethod.PATCH, "/" + made.id(), Map.of("scopes", List.of(CONSUME)))
                .expectStatus()
                .isOk();
        assertThat(Producer.call(http, made.token(), CONSUME)).isEqualTo(200);
        assertThat(Producer.call(http, made.token(), WRITE)).isEqualTo(403);
        String details = db.sql(
                        "select details::text as d from audit_log where subject_id = :id and action like '%changed'")
                .bind("id", made.id().toString())
                .map(row -> row.get("d", String.class))
                .one()
                .block();
        assertThat(details)
                .contains("\"scopes.before\": \"usage:write\"", "\"scopes.after\": \"entitlements:consume\"");
    }

    @Test
    void remembersWhenItWasUsedLast() {
        Made made = producer.create(WRITE);
        Producer.call(http, made.token(), WRITE);
        assertThat(producer.show(made.id()).get("last_used_at").isNull()).isTrue();
        uses.write().block();
        assertThat(producer.show(made.id()).get("last_used_at").isNull()).isFalse();
    }

    @Test
    void refusesWhatMakesNoSense() {
        Made made = producer.create(WRITE);
        String name = made.account().get("name").asString();
        invalid(Map.of("name", "x", "scopes", List.of()), "scopes");
        invalid(Map.of("name", "x", "scopes", List.of("usage:everything")), "scopes");
        invalid(Map.of("name", "  ", "scopes", List.of(WRITE)), "name");
        invalid(Map.of("name", "a\u0000b", "scopes", List.of(WRITE)), "name");
        invalid(Map.of("name", "x", "scopes", List.of(WRITE), "owner_id", UUID.randomUUID()), "owner_id");
        invalid(Map.of("name", "x", "scopes", List.of(WRITE), "expires_at", "2020-01-01T00:00:00Z"), "expires_at");
        invalid(Map.of("name", "x", "scopes", List.of(WRITE), "secret", "mine"), "secret");
        refused(
                producer.send(
                        HttpMethod.POST, "", Map.of("name", name.toUpperCase(Locale.ROOT), "scopes", List.of(WRITE))),
                409,
                "service_account_name_taken");
        refused(producer.send(HttpMethod.PATCH, "/" + UUID.randomUUID(), Map.of()), 404, "service_account_not_found");
        refused(producer.send(HttpMethod.DELETE, "/nonsense", null), 422, "validation_failed");
        refused(
                producer.send(HttpMethod.POST, "/" + made.id() + "/rotate", Map.of("overlap_seconds", -1)),
                422,
                "validation_failed");
    }

    @Test
    void isForAdministrators() {
        Producer nobody = new Producer(http, users.signUp());
        refused(nobody.send(HttpMethod.POST, "", Map.of("name", "x", "scopes", List.of(WRITE))), 403, "admin_required");
        refused(nobody.send(HttpMethod.GET, "", null), 403, "admin_required");
    }

    @Test
    void wantsARecentLogin() {
        TestUser admin = producer.admin();
        Made made = producer.create(WRITE);
        clock.advance(Duration.ofMinutes(16));
        // A token that has been refreshed since says when its user last logged in.
        String refreshed = tokens.issue(admin.user(), admin.session()).block();
        Producer late = new Producer(http, new TestUser(admin.user(), admin.session(), refreshed));
        refused(late.send(HttpMethod.POST, "/" + made.id() + "/rotate", Map.of()), 403, "reauthentication_required");
        refused(late.send(HttpMethod.DELETE, "/" + made.id(), null), 403, "reauthentication_required");
        late.send(HttpMethod.GET, "/" + made.id(), null).expectStatus().isOk();
    }

    @Test
    void listsTheNewestFirst() {
        Made older = producer.create(WRITE);
        clock.advance(Duration.ofSeconds(1));
        Made newer = producer.create(CONSUME);
        JsonNode page = producer.send(HttpMethod.GET, "?limit=2", null)
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
        assertThat(page.get("data").get(0).get("id").asString())
                .isEqualTo(newer.id().toString());
        assertThat(page.get("data").get(1).get("id").asString())
                .isEqualTo(older.id().toString());
        assertThat(page.get("total").asInt()).isGreaterThanOrEqualTo(2);
    }

    private void invalid(Map<String, ?> body, String field) {
        producer.send(HttpMethod.POST, "", body)
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors." + field)
                .isNotEmpty();
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
