package io.tollgate.admin.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** What administrators may do stands in the API description, with its refusals. */
@IntegrationTest
class AdminDocsTest {

    @Autowired
    private WebTestClient http;

    @ParameterizedTest
    @CsvSource(textBlock = """
                    get,    /admin/users
                    get,    /admin/users/{id}
                    post,   /admin/users/{id}/deactivate
                    post,   /admin/users/{id}/activate
                    put,    /admin/users/{id}/role
                    post,   /admin/users/{id}/verify
                    post,   /admin/users/{id}/reset-password
                    post,   /admin/users/{id}/reset-mfa
                    post,   /admin/users/{id}/impersonate
                    get,    /admin/users/{id}/sessions
                    delete, /admin/users/{id}/sessions
                    delete, /admin/users/{id}/sessions/{sid}
                    get,    /admin/audit-log
                    get,    /admin/service-accounts
                    post,   /admin/service-accounts
                    get,    /admin/service-accounts/{id}
                    patch,  /admin/service-accounts/{id}
                    delete, /admin/service-accounts/{id}
                    post,   /admin/service-accounts/{id}/rotate
                    get,    /admin/signing-keys
                    post,   /admin/signing-keys/rotate
                    post,   /admin/signing-keys/{kid}/retire
                    """)
    void describesTheRoute(String method, String path) {
        JsonNode operation = http.get()
                .uri("/v3/api-docs")
                .exchange()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody()
                .get("paths")
                .get(path)
                .get(method);
        assertThat(operation.get("summary").asString()).isNotBlank();
        assertThat(operation.get("responses").propertyNames()).contains("401", "403");
    }
}
