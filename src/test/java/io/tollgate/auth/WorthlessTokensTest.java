package io.tollgate.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.BodyInserters;

/** A token that is nobody's, of whatever length: one answer, nothing of it repeated, and a line in the audit log. */
@IntegrationTest
class WorthlessTokensTest {

    private static final String VERIFIER = "a-verifier-of-the-app-that-is-long-enough-1234";

    @Autowired
    private WebTestClient http;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private MutableClock clock;

    /** @param fields of the body; {@code *} stands for the token */
    record Door(String path, boolean form, Map<String, String> fields, int status, String action) {

        Map<String, String> with(String token) {
            Map<String, String> filled = new HashMap<>(fields);
            filled.replaceAll((_, value) -> value.equals("*") ? token : value);
            return filled;
        }
    }

    static Stream<Door> doors() {
        String email = UUID.randomUUID() + "@example.test";
        Map<String, String> link = Map.of("token", "*");
        Map<String, String> reset = Map.of("token", "*", "password", "another séntence, quite odd");
        return Stream.of(
                json("/verify", link, 401, "email.verified"),
                form("/verify", link, 401, "email.verified"),
                json("/new-password", reset, 401, "password.reset"),
                form("/new-password", reset, 401, "password.reset"),
                json("/me/email/confirm", link, 401, "email.change_confirmed"),
                form("/me/email/confirm", link, 401, "email.change_confirmed"),
                json("/me/email/cancel", link, 401, "email.change_cancelled"),
                form("/me/email/cancel", link, 401, "email.change_cancelled"),
                json("/login/mfa", Map.of("mfa_token", "*", "method", "totp", "code", "123456"), 401, "login.mfa"),
                json("/login/mfa/passkey/options", Map.of("mfa_token", "*"), 401, "login.passkey_options"),
                json("/login/code", Map.of("email", email, "code", "*"), 400, "login.code"),
                json("/login/code", Map.of("email", email, "code", "123456", "flow_id", "*"), 400, "login.code"),
                json("/refresh-token", Map.of("refresh_token", "*"), 401, "session.refresh"),
                json("/refresh-token", link, 401, "session.refresh"),
                // RFC 7009 §2.2: whoever holds no session is logged out.
                json("/logout", Map.of("refresh_token", "*"), 204, "logout"),
                json("/auth/social/exchange", Map.of("code", "*", "code_verifier", VERIFIER), 400, "login"),
                json("/auth/social/google/token", Map.of("id_token", "*"), 400, "login"));
    }

    private static Door json(String path, Map<String, String> fields, int status, String action) {
        return new Door(path, false, fields, status, action);
    }

    private static Door form(String path, Map<String, String> fields, int status, String action) {
        return new Door(path, true, fields, status, action);
    }

    /** Of some refusals so many a minute are written down. */
    @BeforeEach
    void beginAnotherMinute() {
        clock.advance(Duration.ofMinutes(1));
    }

    @ParameterizedTest
    @MethodSource("doors")
    void leaveOneAnswerAndALine(Door door) {
        for (String token : List.of("nobodys", "\u0000", "é ", "x".repeat(9_000), "a.b." + "A".repeat(9_000))) {
            String request = UUID.randomUUID().toString();
            String answer = send(door, token, request);
            assertThat(answer).doesNotContain("xxxxxxxx", "nobodys");
            assertThat(lines(request, door.action())).as("%.20s", token).isEqualTo(1);
        }
    }

    private String send(Door door, String token, String request) {
        WebTestClient.RequestBodySpec post = http.post().uri(door.path()).header("X-Request-Id", request);
        Map<String, String> fields = door.with(token);
        WebTestClient.RequestHeadersSpec<?> filled = door.form()
                ? post.body(BodyInserters.fromFormData(asForm(fields)))
                : post.contentType(MediaType.APPLICATION_JSON).bodyValue(fields);
        return String.valueOf(filled.exchange()
                .expectStatus()
                .isEqualTo(door.status())
                .expectBody(String.class)
                .returnResult()
                .getResponseBody());
    }

    private static MultiValueMap<String, String> asForm(Map<String, String> fields) {
        MultiValueMap<String, String> form = new LinkedMultiValueMap<>();
        fields.forEach(form::add);
        return form;
    }

    private long lines(String request, String action) {
        return db.sql(
                        "select count(*) from audit_log where request_id = :request and action = :action and outcome <> 'success'")
                .bind("request", request)
                .bind("action", action)
                .mapValue(Long.class)
                .one()
                .block();
    }
}
