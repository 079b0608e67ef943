package io.tollgate.auth.mfa;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a client shows as its second factor.
 *
 * @param method of which factor
 * @param code where the factor is a code
 * @param response where it is a document, as a browser's answer to a WebAuthn challenge is
 */
public record Proof(
        String method, @Nullable String code, @Nullable JsonNode response) {

    @Override
    public String toString() {
        return "Proof[]";
    }
}
