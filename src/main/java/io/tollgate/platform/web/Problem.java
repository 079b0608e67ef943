package io.tollgate.platform.web;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of every error: {@code application/problem+json} (RFC 9457) with a stable code.
 *
 * @param errors message per field, for 422
 * @param members extension members, beside the others
 * @param error the original system's text, for 429
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Problem(
        String type,
        String title,
        int status,
        String detail,
        String code,
        @JsonProperty("requestId") String requestId,
        Map<String, String> errors,
        @JsonAnyGetter Map<String, Object> members,
        @Nullable String error) {

    static Problem of(ApiException e, String requestId) {
        ErrorCode code = e.code();
        return new Problem(
                "about:blank",
                code.title(),
                code.status().value(),
                e.detail(),
                code.code(),
                requestId,
                e.errors(),
                e.members(),
                code == ErrorCode.RATE_LIMITED ? e.detail() : null);
    }
}
