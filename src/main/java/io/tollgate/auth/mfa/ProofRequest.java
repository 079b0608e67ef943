package io.tollgate.auth.mfa;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.Body;
import io.tollgate.platform.web.ErrorCode;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** A second factor shown within a session. */
public record ProofRequest(
        @Schema(example = "totp", description = "`totp` unless said otherwise") @Nullable @Size(max = 32) String method,

        @Schema(example = "123456") @Nullable @Size(max = 64) String code,

        @Schema(type = "object", description = "For `webauthn`: what the authenticator answered") @Nullable JsonNode response) {

    /** 403 {@code mfa_required} for a request without a body, where one may do without for other things. */
    public static Mono<Proof> of(ServerRequest request, Body body) {
        return request.headers().firstHeader(HttpHeaders.CONTENT_TYPE) == null
                ? Mono.error(() -> new ApiException(ErrorCode.MFA_REQUIRED))
                : body.of(request, ProofRequest.class).map(ProofRequest::proof);
    }

    Proof proof() {
        return new Proof(method == null ? TotpFactor.METHOD : method, code, response);
    }

    @Override
    public String toString() {
        return "ProofRequest[]";
    }
}
