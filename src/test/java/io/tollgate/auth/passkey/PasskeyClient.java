package io.tollgate.auth.passkey;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.TestUsers.TestUser;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An app that uses passkeys, as tests have it: keeps no cookies. */
final class PasskeyClient {

    private final WebTestClient http;
    private final DatabaseClient db;

    PasskeyClient(WebTestClient http, DatabaseClient db) {
        this.http = http;
        this.db = db;
    }

    record Answer(int status, JsonNode body) {

        JsonNode body(int expected) {
            assertThat(status).as("%s", body).isEqualTo(expected);
            return body;
        }

        String code() {
            return body.get("code").asString();
        }
    }

    JsonNode registrationOptions(TestUser user) {
        return post(user, "/passkeys/registration/options", null).body(200);
    }

    Answer register(TestUser user, Map<String, Object> answer) {
        return post(user, "/passkeys/registration", answer);
    }

    /** The whole ceremony; the new passkey's id. */
    UUID add(TestUser user, SoftAuthenticator authenticator) {
        JsonNode added =
                register(user, authenticator.create(registrationOptions(user))).body(201);
        return UUID.fromString(added.get("id").asString());
    }

    JsonNode loginOptions() {
        return post(null, "/login/passkey/options", null).body(200);
    }

    JsonNode loginOptions(Map<String, String> who) {
        return post(null, "/login/passkey/options", who).body(200);
    }

    Answer login(Object answer) {
        return post(null, "/login/passkey", answer);
    }

    Answer login(SoftAuthenticator authenticator) {
        return login(authenticator.get(loginOptions()));
    }

    JsonNode list(TestUser user) {
        return send(user, HttpMethod.GET, "/passkeys", null).body(200);
    }

    Answer remove(TestUser user, UUID id) {
        return remove(user, id, null);
    }

    /** @param proof a second factor, for a passkey that is one */
    Answer remove(TestUser user, UUID id, Object proof) {
        return send(user, HttpMethod.DELETE, "/passkeys/" + id, proof);
    }

    /** The passkey as a second factor within the user's session. */
    Map<String, Object> proof(TestUser user, SoftAuthenticator authenticator) {
        JsonNode options = post(user, "/passkeys/options", null).body(200);
        return Map.of("method", "webauthn", "response", authenticator.get(options));
    }

    Answer post(TestUser user, String path, Object body) {
        return send(user, HttpMethod.POST, path, body);
    }

    Answer send(TestUser user, HttpMethod method, String path, Object body) {
        WebTestClient.RequestBodySpec request =
                (user == null ? http : user.authorized(http)).method(method).uri(path);
        WebTestClient.RequestHeadersSpec<?> ready = body == null
                ? request
                : request.contentType(MediaType.APPLICATION_JSON).bodyValue(body);
        EntityExchangeResult<JsonNode> result =
                ready.exchange().expectBody(JsonNode.class).returnResult();
        return new Answer(result.getStatus().value(), result.getResponseBody());
    }

    static List<String> methods(JsonNode tokens) {
        String payload = tokens.get("token").asString().split("\\.")[1];
        JsonNode claims = JsonMapper.shared().readTree(Base64.getUrlDecoder().decode(payload));
        return StreamSupport.stream(claims.get("amr").spliterator(), false)
                .map(JsonNode::asString)
                .toList();
    }

    /** The outcomes of an action in the audit log, of this actor. */
    List<String> audit(String action, UUID actor) {
        return db.sql("select outcome from audit_log where action = :action and actor_id = :actor order by id")
                .bind("action", action)
                .bind("actor", actor)
                .mapValue(String.class)
                .all()
                .collectList()
                .block();
    }

    long liveSessions(UUID userId) {
        return db.sql("select count(*) from sessions where user_id = :id and ended_at is null")
                .bind("id", userId)
                .mapValue(Long.class)
                .one()
                .block();
    }
}
