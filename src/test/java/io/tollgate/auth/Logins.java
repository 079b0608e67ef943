package io.tollgate.auth;

import io.tollgate.Mailbox;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.password.PasswordHashing;
import io.tollgate.auth.password.PasswordRepository;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;

/** Users who log in over HTTP, with a password, as a mobile app does. */
public final class Logins {

    public static final String PASSWORD = "rather long and odd 42";

    private static final Pattern CODE = Pattern.compile("(?m)^\\d{6}$");

    private final WebTestClient http;
    private final PasswordHashing hashing;
    private final PasswordRepository passwords;

    public Logins(WebTestClient http, PasswordHashing hashing, PasswordRepository passwords) {
        this.http = http;
        this.hashing = hashing;
        this.passwords = passwords;
    }

    public record Tokens(String access, String refresh) {

        /** A client that sends the access token with every request. */
        public WebTestClient on(WebTestClient node) {
            return node.mutate()
                    .defaultHeader(HttpHeaders.AUTHORIZATION, "Bearer " + access)
                    .build();
        }
    }

    /** Gives the user a password. */
    public TestUser withPassword(TestUser user) {
        hashing.hash(PASSWORD)
                .flatMap(hash -> passwords.insert(user.id(), hash))
                .block();
        return user;
    }

    public Tokens login(TestUser user) {
        JsonNode answer = attempt(user.user().email())
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
        return new Tokens(
                answer.get("token").asString(), answer.get("refresh_token").asString());
    }

    public ResponseSpec attempt(String email) {
        return post("/login", Map.of("email", email, "password", PASSWORD));
    }

    /** Has a login code sent. @return the code */
    public String requestCode(TestUser user) {
        post("/request/login-code", Map.of("email", user.user().email()))
                .expectStatus()
                .isOk();
        return Mailbox.of(user.user().email()).await(1).stream()
                .map(mail -> CODE.matcher(mail.text()))
                .filter(Matcher::find)
                .map(Matcher::group)
                .findFirst()
                .orElseThrow();
    }

    public ResponseSpec attemptByCode(TestUser user, String code) {
        return post("/login/code", Map.of("email", user.user().email(), "code", code));
    }

    public ResponseSpec refresh(Tokens tokens) {
        return post("/refresh-token", Map.of("refresh_token", tokens.refresh()));
    }

    public int me(Tokens tokens) {
        return status(tokens.on(http).get().uri("/me").exchange());
    }

    public static int status(ResponseSpec answer) {
        return answer.expectBody().returnResult().getStatus().value();
    }

    private ResponseSpec post(String path, Object body) {
        return http.post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }
}
