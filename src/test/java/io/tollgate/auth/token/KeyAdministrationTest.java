package io.tollgate.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import io.tollgate.Awaiting;
import io.tollgate.FreshDatabase;
import io.tollgate.MutableClock;
import io.tollgate.SecondNode;
import io.tollgate.TestUsers.TestUser;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.Environment;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;

/** Two nodes with keys of their own, one of which has no Redis. */
class KeyAdministrationTest {

    /** Threads of our own: those of the application must stay free to work. */
    private static final Executor THREADS = command -> Thread.ofVirtual().start(command);

    private static final Duration PROMISED = Duration.ofSeconds(1);

    /** For the machine that runs this test with everything else on two cores. */
    private static final Duration SLACK = Duration.ofSeconds(2);

    private final MutableClock clock = new MutableClock();
    private Map<String, String> own;
    private SecondNode node;
    private @Nullable SecondNode deaf;
    private TestUser admin;

    @BeforeEach
    void start() {
        own = Map.of("DATABASE_URL", FreshDatabase.create(), "TOLLGATE_ROLES", "api");
        node = SecondNode.start(clock, own);
        admin = node.users().admin();
    }

    @AfterEach
    void stop() {
        if (deaf != null) {
            deaf.close();
        }
        node.close();
    }

    /** Another node, which hears nothing through Redis. */
    private SecondNode deaf() {
        if (deaf == null) {
            deaf = SecondNode.start(
                    clock,
                    Map.of(
                            "DATABASE_URL", own.get("DATABASE_URL"),
                            "REDIS_URL", "redis://127.0.0.1:1",
                            "TOLLGATE_ROLES", "api"));
        }
        return deaf;
    }

    @Test
    void retiresACompromisedKeyOnAllNodesAtOnce() throws Exception {
        TestUser user = node.users().signUp();
        String kid = kid(user.token());
        assertThat(me(node, user.token())).isEqualTo(200);
        assertThat(me(deaf(), user.token())).isEqualTo(200);

        JsonNode keys = body(post("/" + kid + "/retire", Map.of("reason", "found in a backup")), 200);
        assertThat(state(keys, kid)).isEqualTo("retired");
        assertThat(me(node, user.token())).isEqualTo(401);
        Awaiting.until("401 at the other node", PROMISED.plus(SLACK), () -> me(deaf(), user.token()) == 401);
        assertThat(keySet(node).getKeyByKeyId(kid)).isNull();
        assertThat(keySet(deaf()).getKeyByKeyId(kid)).isNull();

        // Sessions go on with tokens of the key that took over, at each node.
        String fresh = node.users().again(user).token();
        assertThat(kid(fresh)).isNotEqualTo(kid);
        assertThat(me(node, fresh)).isEqualTo(200);
        assertThat(me(deaf(), fresh)).isEqualTo(200);
        assertThat(kid(deaf().users().again(user).token())).isEqualTo(kid(fresh));

        admin = node.users().again(admin);
        body(post("/" + kid + "/retire", Map.of("reason", "again")), 200);
        assertThat(audits("signing_key.retired")).isEqualTo(1);
        try (SecondNode later = SecondNode.start(clock, Map.of("DATABASE_URL", url(), "TOLLGATE_ROLES", "api"))) {
            assertThat(me(later, user.token()))
                    .as("at a node that starts later")
                    .isEqualTo(401);
            assertThat(me(later, fresh)).isEqualTo(200);
        }
    }

    @Test
    void rotatesWithAnnouncementAndOverlap() throws Exception {
        TestUser user = node.users().signUp();
        String old = kid(user.token());
        JsonNode keys = body(post("/rotate", Map.of()), 200);
        String next = keys.get("data").get(0).get("kid").asString();
        assertThat(state(keys, next)).isEqualTo("announced");
        assertThat(state(keys, old)).isEqualTo("signing");
        assertThat(keys.toString()).doesNotContain("\"d\"", "\"p\"");
        assertThat(kid(node.users().signUp().token())).isEqualTo(old);
        assertThat(keySet(node).getKeyByKeyId(next)).isNotNull();
        refused(post("/rotate", Map.of()), 409, "signing_key_announced");

        clock.advance(Duration.ofMinutes(50));
        user = node.users().again(user);
        admin = node.users().again(admin);
        clock.advance(Duration.ofMinutes(11));
        assertThat(kid(node.users().signUp().token())).isEqualTo(next);
        assertThat(me(node, user.token())).as("signed by the old key").isEqualTo(200);
        assertThat(me(deaf(), user.token())).isEqualTo(200);
        clock.advance(Duration.ofMinutes(25));
        admin = node.users().again(admin);
        node.bean(SigningKeys.class).refresh().block();
        assertThat(state(body(get(admin.token()), 200), old)).isEqualTo("expired");
    }

    @Test
    void rotatesAtOnceWhenTold() throws Exception {
        SecondNode other = deaf();
        TestUser user = node.users().signUp();
        body(post("/rotate", Map.of("immediately", true)), 200);
        String fresh = node.users().signUp().token();
        assertThat(kid(fresh)).isNotEqualTo(kid(user.token()));
        assertThat(me(other, fresh)).as("not heard of there yet, or just now").isEqualTo(200);
        assertThat(me(other, user.token())).isEqualTo(200);
        assertThat(me(node, user.token())).isEqualTo(200);
    }

    @Test
    void makesOneKeyOutOfTwentyCallsAtTwoNodes() {
        SecondNode other = deaf();
        List<Integer> answers = Flux.range(0, 20)
                .flatMap(
                        i -> Mono.fromCallable(() -> post(i % 2 == 0 ? node : other, "/rotate", Map.of())
                                        .expectBody()
                                        .returnResult()
                                        .getStatus()
                                        .value())
                                .subscribeOn(Schedulers.fromExecutor(THREADS)),
                        20)
                .collectList()
                .block();
        assertThat(answers).containsOnly(200, 409).containsOnlyOnce(200);
        assertThat(audits("signing_keys.rotated")).isEqualTo(1);
    }

    @Test
    void replacesAnAnnouncedKeyThatLeaks() throws Exception {
        String signing = kid(admin.token());
        String leaked = body(post("/rotate", Map.of()), 200)
                .get("data")
                .get(0)
                .get("kid")
                .asString();
        JsonNode keys = body(post("/" + leaked + "/retire", Map.of("reason", "leaked")), 200);
        assertThat(state(keys, leaked)).isEqualTo("retired");
        assertThat(state(keys, signing)).isEqualTo("signing");
        assertThat(keys.get("data").get(0).get("state").asString()).isEqualTo("announced");
        clock.advance(Duration.ofMinutes(61));
        assertThat(kid(node.users().signUp().token())).isNotIn(leaked, signing);
    }

    @Test
    void isForAdministratorsWithARecentLogin() throws Exception {
        TestUser user = node.users().signUp();
        refused(get(user.token()), 403, "admin_required");
        String kid = kid(admin.token());
        TestUser was = admin;
        admin = user;
        refused(post("/rotate", Map.of()), 403, "admin_required");
        refused(post("/" + kid + "/retire", Map.of("reason", "x")), 403, "admin_required");
        clock.advance(Duration.ofMinutes(16));
        String late =
                node.bean(AccessTokens.class).issue(was.user(), was.session()).block();
        admin = new TestUser(was.user(), was.session(), late);
        refused(post("/rotate", Map.of()), 403, "reauthentication_required");
        admin = node.users().again(was);
        refused(post("/unknown/retire", Map.of("reason", "x")), 404, "signing_key_not_found");
        refused(post("/' or 1=1/retire", Map.of("reason", "x")), 404, "signing_key_not_found");
        refused(post("/" + kid + "/retire", Map.of()), 422, "validation_failed");
        assertThat(me(node, admin.token())).isEqualTo(200);
    }

    @Test
    void letsTheKeySetBeKeptAndAskedAboutCheaply() {
        EntityExchangeResult<byte[]> first = jwks(node, null);
        String etag = first.getResponseHeaders().getETag();
        assertThat(etag).startsWith("\"");
        assertThat(jwks(deaf(), null).getResponseHeaders().getETag()).isEqualTo(etag);
        EntityExchangeResult<byte[]> again = jwks(node, etag);
        assertThat(again.getStatus().value()).isEqualTo(304);
        assertThat(again.getResponseBody()).isNull();
        assertThat(again.getResponseHeaders().getCacheControl()).isEqualTo("max-age=300, public");
        assertThat(again.getResponseHeaders().getETag()).isEqualTo(etag);
        assertThat(jwks(node, "W/" + etag).getStatus().value()).isEqualTo(304);
        body(post("/rotate", Map.of()), 200);
        EntityExchangeResult<byte[]> changed = jwks(node, etag);
        assertThat(changed.getStatus().value()).isEqualTo(200);
        assertThat(changed.getResponseHeaders().getETag()).isNotEqualTo(etag);
    }

    private static EntityExchangeResult<byte[]> jwks(SecondNode at, String etag) {
        return at.http()
                .get()
                .uri("/.well-known/jwks.json")
                .headers(headers -> {
                    if (etag != null) {
                        headers.setIfNoneMatch(etag);
                    }
                })
                .exchange()
                .expectBody()
                .returnResult();
    }

    private ResponseSpec post(String path, Object body) {
        return post(node, path, body);
    }

    private ResponseSpec post(SecondNode at, String path, Object body) {
        return admin.authorized(at.http())
                .post()
                .uri("/admin/signing-keys" + path)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }

    private ResponseSpec get(String token) {
        return node.http()
                .get()
                .uri("/admin/signing-keys")
                .headers(headers -> headers.setBearerAuth(token))
                .exchange();
    }

    private static JsonNode body(ResponseSpec answer, int status) {
        return answer.expectStatus()
                .isEqualTo(status)
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
    }

    private static void refused(ResponseSpec answer, int status, String code) {
        assertThat(body(answer, status).get("code").asString()).isEqualTo(code);
    }

    private static String state(JsonNode keys, String kid) {
        for (JsonNode key : keys.get("data")) {
            if (key.get("kid").asString().equals(kid)) {
                return key.get("state").asString();
            }
        }
        throw new AssertionError("No key " + kid + " in " + keys);
    }

    private static String kid(String token) throws ParseException {
        return SignedJWT.parse(token).getHeader().getKeyID();
    }

    private static JWKSet keySet(SecondNode at) throws ParseException {
        return JWKSet.parse(new String(jwks(at, null).getResponseBody(), StandardCharsets.UTF_8));
    }

    private static int me(SecondNode at, String token) {
        return at.http()
                .get()
                .uri("/me")
                .headers(headers -> headers.setBearerAuth(token))
                .exchange()
                .expectBody()
                .returnResult()
                .getStatus()
                .value();
    }

    private long audits(String action) {
        return node.bean(DatabaseClient.class)
                .sql("select count(*) from audit_log where action = :action and outcome = 'success'")
                .bind("action", action)
                .map(row -> row.get(0, Long.class))
                .one()
                .block();
    }

    private String url() {
        return node.bean(Environment.class).getProperty("DATABASE_URL");
    }
}
