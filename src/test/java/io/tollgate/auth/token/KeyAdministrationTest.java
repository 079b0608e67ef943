package io.tollgate.auth.token;

import static io.tollgate.auth.token.KeyCalls.body;
import static io.tollgate.auth.token.KeyCalls.jwks;
import static io.tollgate.auth.token.KeyCalls.keySet;
import static io.tollgate.auth.token.KeyCalls.kid;
import static io.tollgate.auth.token.KeyCalls.me;
import static io.tollgate.auth.token.KeyCalls.refused;
import static io.tollgate.auth.token.KeyCalls.state;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.SecondNode;
import io.tollgate.TestUsers.TestUser;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;

/** What administrators do with keys, at two nodes one of which has no Redis. */
class KeyAdministrationTest {

    private static final Duration PROMISED = Duration.ofSeconds(1);

    /** For the machine that runs this test with everything else on two cores. */
    private static final Duration SLACK = Duration.ofSeconds(9);

    private static KeyNodes nodes;
    private static SecondNode node;
    private static SecondNode deaf;

    private TestUser admin;

    @BeforeAll
    static void start() {
        nodes = KeyNodes.start();
        node = nodes.node();
        deaf = nodes.deaf();
    }

    @AfterAll
    static void stop() {
        nodes.close();
    }

    @BeforeEach
    void begin() {
        nodes.settle();
        admin = node.users().admin();
    }

    @Test
    void retiresACompromisedKeyOnAllNodesAtOnce() throws Exception {
        long before = nodes.audits("signing_key.retired");
        TestUser user = node.users().signUp();
        String kid = kid(user.token());
        assertThat(me(node, user.token())).isEqualTo(200);
        assertThat(me(deaf, user.token())).isEqualTo(200);

        JsonNode keys = body(post("/" + kid + "/retire", Map.of("reason", "found in a backup")), 200);
        assertThat(state(keys, kid)).isEqualTo("retired");
        assertThat(me(node, user.token())).isEqualTo(401);
        Awaiting.until("401 at the other node", PROMISED.plus(SLACK), () -> me(deaf, user.token()) == 401);
        assertThat(keySet(node).getKeyByKeyId(kid)).isNull();
        assertThat(keySet(deaf).getKeyByKeyId(kid)).isNull();

        // Sessions go on with tokens of the key that took over, at each node.
        String fresh = node.users().again(user).token();
        assertThat(kid(fresh)).isNotEqualTo(kid);
        assertThat(me(node, fresh)).isEqualTo(200);
        assertThat(me(deaf, fresh)).isEqualTo(200);
        assertThat(kid(deaf.users().again(user).token())).isEqualTo(kid(fresh));

        admin = node.users().again(admin);
        body(post("/" + kid + "/retire", Map.of("reason", "again")), 200);
        assertThat(nodes.audits("signing_key.retired")).isEqualTo(before + 1);
        try (SecondNode later = nodes.another()) {
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

        nodes.clock().advance(Duration.ofMinutes(50));
        user = node.users().again(user);
        admin = node.users().again(admin);
        nodes.clock().advance(Duration.ofMinutes(11));
        assertThat(kid(node.users().signUp().token())).isEqualTo(next);
        assertThat(me(node, user.token())).as("signed by the old key").isEqualTo(200);
        assertThat(me(deaf, user.token())).isEqualTo(200);
        nodes.clock().advance(Duration.ofMinutes(25));
        admin = node.users().again(admin);
        node.bean(SigningKeys.class).refresh().block();
        assertThat(state(body(nodes.keys(admin.token()), 200), old)).isEqualTo("expired");
    }

    @Test
    void rotatesAtOnceWhenTold() throws Exception {
        TestUser user = node.users().signUp();
        body(post("/rotate", Map.of("immediately", true)), 200);
        String fresh = node.users().signUp().token();
        assertThat(kid(fresh)).isNotEqualTo(kid(user.token()));
        assertThat(me(deaf, fresh)).as("not heard of there yet, or just now").isEqualTo(200);
        assertThat(me(deaf, user.token())).isEqualTo(200);
        assertThat(me(node, user.token())).isEqualTo(200);
    }

    @Test
    void makesOneKeyOutOfTwentyCallsAtTwoNodes() {
        long before = nodes.audits("signing_keys.rotated");
        assertThat(nodes.rotateAtOnce(admin, 20)).containsOnly(200, 409).containsOnlyOnce(200);
        assertThat(nodes.audits("signing_keys.rotated")).isEqualTo(before + 1);
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
        nodes.clock().advance(Duration.ofMinutes(61));
        assertThat(kid(node.users().signUp().token())).isNotIn(leaked, signing);
    }

    @Test
    void isForAdministratorsWithARecentLogin() throws Exception {
        TestUser user = node.users().signUp();
        refused(nodes.keys(user.token()), 403, "admin_required");
        String kid = kid(admin.token());
        TestUser was = admin;
        admin = user;
        refused(post("/rotate", Map.of()), 403, "admin_required");
        refused(post("/" + kid + "/retire", Map.of("reason", "x")), 403, "admin_required");
        nodes.clock().advance(Duration.ofMinutes(16));
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
        assertThat(jwks(deaf, null).getResponseHeaders().getETag()).isEqualTo(etag);
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

    private ResponseSpec post(String path, Object body) {
        return KeyNodes.post(node, admin, path, body);
    }
}
