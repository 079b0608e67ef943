package io.tollgate.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import io.tollgate.SecondNode;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;

/** What tests ask of keys, and of tokens that are signed with them. */
final class KeyCalls {

    private KeyCalls() {}

    static EntityExchangeResult<byte[]> jwks(SecondNode at, String etag) {
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

    static JsonNode body(ResponseSpec answer, int status) {
        return answer.expectStatus()
                .isEqualTo(status)
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
    }

    static void refused(ResponseSpec answer, int status, String code) {
        assertThat(body(answer, status).get("code").asString()).isEqualTo(code);
    }

    static String state(JsonNode keys, String kid) {
        for (JsonNode key : keys.get("data")) {
            if (key.get("kid").asString().equals(kid)) {
                return key.get("state").asString();
            }
        }
        throw new AssertionError("No key " + kid + " in " + keys);
    }

    static String kid(String token) throws ParseException {
        return SignedJWT.parse(token).getHeader().getKeyID();
    }

    static JWKSet keySet(SecondNode at) throws ParseException {
        return JWKSet.parse(new String(jwks(at, null).getResponseBody(), StandardCharsets.UTF_8));
    }

    static int me(SecondNode at, String token) {
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
}
