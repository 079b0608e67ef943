package io.tollgate.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

@IntegrationTest
class AuthDocsTest {

    @Autowired
    private WebTestClient http;

    @Test
    void namesEveryRoute() {
        JsonNode document = http.get()
                .uri("/v3/api-docs")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
        JsonNode paths = document.get("paths");
        assertThat(paths.get("/register").get("post").get("operationId").asString())
                .isEqualTo("register");
        assertThat(paths.get("/login").get("post").get("responses").propertyNames())
                .contains("200", "401", "403", "422", "429");
        assertThat(paths.get("/refresh-token").has("post")).isTrue();
        assertThat(paths.get("/logout").has("post")).isTrue();
        assertThat(paths.get("/logout/all").has("post")).isTrue();
        assertThat(paths.get("/verify").propertyNames()).contains("get", "post");
        assertThat(paths.get("/request/verify").has("post")).isTrue();
        assertThat(paths.get("/forget-password").has("post")).isTrue();
        assertThat(paths.get("/new-password").propertyNames()).contains("get", "post");
        assertThat(paths.get("/change-password").get("post").get("responses").propertyNames())
                .contains("200", "401", "403", "422", "429");
        assertThat(paths.get("/request/login-code").has("post")).isTrue();
        assertThat(paths.get("/login/code").has("post")).isTrue();
        assertThat(paths.get("/me").has("get")).isTrue();
        assertThat(paths.get("/login/mfa").has("post")).isTrue();
        assertThat(paths.get("/mfa").has("get")).isTrue();
        assertThat(paths.get("/mfa/totp").propertyNames()).contains("post", "delete");
        assertThat(paths.get("/mfa/totp/confirm").has("post")).isTrue();
        assertThat(paths.get("/mfa/recovery-codes").has("post")).isTrue();
        assertThat(paths.get("/sessions/step-up").get("post").get("responses").propertyNames())
                .contains("200", "401", "403", "422", "429", "503");
        assertThat(paths.get("/.well-known/jwks.json").has("get")).isTrue();
        JsonNode register = document.get("components").get("schemas").get("RegisterRequest");
        assertThat(register.get("properties").propertyNames())
                .containsExactlyInAnyOrder("email", "username", "password");
    }
}
