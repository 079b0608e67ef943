package io.tollgate.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.platform.openapi.PublishedDocument;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springdoc.api.AbstractOpenApiResource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** Everything identity promises stands in the OpenAPI document. */
@IntegrationTest
class AuthDocsTest {

    /** Method, path, and the statuses that clients branch on. */
    private static final String PROMISED = """
            post   /register                               201 400 422 429 503
            post   /login                                  200 401 403 422 429 503
            post   /login/mfa                              200 401 422 429
            post   /login/mfa/passkey/options              200 401 422 429
            post   /login/passkey/options                  200 422 429
            post   /login/passkey                          200 401 422 429
            post   /request/login-code                     200 422 429
            post   /login/code                             200 400 403 422 429
            post   /refresh-token                          200 401 429
            post   /logout                                 204 401
            post   /logout/all                             204 401
            get    /sessions                               200 401
            delete /sessions                               204 401 403
            delete /sessions/{id}                          204 401 404
            post   /sessions/step-up                       200 401 403 422 429 503
            get    /verify                                 200 401
            post   /verify                                 202 401 422 429
            post   /request/verify                         202 401 429
            post   /forget-password                        202 422 429
            get    /new-password                           200
            post   /new-password                           202 401 422 429 503
            post   /change-password                        200 401 403 422 429 503
            get    /google/login                           307 404
            get    /github/login                           307 404
            get    /auth/social/callback/{provider}        200 303 400 502 503
            post   /auth/social/exchange                   200 400 422
            post   /auth/social/{provider}/token           200 400 404 422
            post   /deactivate                             202 401 403 409 422 429 503
            get    /me                                     200 401
            patch  /me                                     200 400 401 422
            post   /me/email                               202 401 403 422 429
            post   /me/email/confirm                       202 401 422
            get    /me/export                              200 401 403 429
            delete /me                                     204 401 403 409 422 429 503
            get    /me/identities                          200 401
            post   /me/identities/{provider}               200 401 403
            delete /me/identities/{provider}               204 401 403 404 409
            get    /mfa                                    200 401 403
            post   /mfa/totp                               200 401 403 409
            post   /mfa/totp/confirm                       200 401 403 409 422
            delete /mfa/totp                               204 401 403 409 422 429
            post   /mfa/recovery-codes                     200 401 403 409 422 429
            get    /passkeys                               200 401
            post   /passkeys/registration/options          200 401 403
            post   /passkeys/registration                  201 400 401 403 409 422
            patch  /passkeys/{id}                          200 401 404 422
            delete /passkeys/{id}                          204 401 403 404 409
            get    /.well-known/jwks.json                  200
            get    /admin/users                            200 401 403 422
            get    /admin/users/{id}                       200 401 403 404
            post   /admin/users/{id}/deactivate            401 403 404 409
            post   /admin/users/{id}/activate              401 403 404
            put    /admin/users/{id}/role                  401 403 404 409 422
            post   /admin/users/{id}/verify                401 403 404
            post   /admin/users/{id}/reset-password        401 403 404
            post   /admin/users/{id}/reset-mfa             401 403 404
            post   /admin/users/{id}/impersonate           200 401 403 404
            get    /admin/users/{id}/sessions              200 401 403 404
            delete /admin/users/{id}/sessions              401 403 404
            delete /admin/users/{id}/sessions/{sid}        401 403 404
            get    /admin/audit-log                        200 401 403 422
            get    /admin/service-accounts                 200 401 403
            post   /admin/service-accounts                 201 401 403 409 422
            get    /admin/service-accounts/{id}            200 401 403 404
            patch  /admin/service-accounts/{id}            200 401 403 404 409 422
            delete /admin/service-accounts/{id}            204 401 403 404
            post   /admin/service-accounts/{id}/rotate     200 401 403 404 409
            get    /admin/signing-keys                     200 401 403
            post   /admin/signing-keys/rotate              401 403 409
            post   /admin/signing-keys/{kid}/retire        401 403 404
            """;

    @Autowired
    private WebTestClient http;

    @Autowired
    private AbstractOpenApiResource maker;

    @Test
    void describesEveryRoute() {
        JsonNode document = PublishedDocument.read(http, maker);
        JsonNode paths = document.get("paths");
        List<String> missing = PROMISED.lines()
                .flatMap(line -> missing(paths, List.of(line.strip().split(" +"))).stream())
                .toList();
        assertThat(missing).isEmpty();
        assertThat(document.at("/components/schemas/RegisterRequest/properties").propertyNames())
                .containsExactlyInAnyOrder("email", "username", "password");
    }

    private static List<String> missing(JsonNode paths, List<String> row) {
        JsonNode responses = paths.path(row.get(1)).path(row.getFirst()).path("responses");
        if (responses.isMissingNode()) {
            return List.of(row.getFirst() + " " + row.get(1));
        }
        return row.subList(2, row.size()).stream()
                .filter(status -> !responses.has(status))
                .map(status -> row.getFirst() + " " + row.get(1) + " " + status)
                .toList();
    }
}
