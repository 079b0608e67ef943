package io.tollgate.platform.web;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * "Stop here with this answer": becomes the problem document of its {@link ErrorCode}. Rolls back the transaction it passes
 * through, so a refusal that must leave a trace is a result value instead.
 */
public class ApiException extends RuntimeException {

    private final ErrorCode code;
    private final Map<String, String> errors;
    private final Map<String, Object> members;
    private final HttpHeaders headers;

    /** @param detail what the client reads; never anything internal */
    public ApiException(ErrorCode code, String detail) {
        this(code, detail, Map.of(), Map.of(), HttpHeaders.EMPTY, null);
    }

    public ApiException(ErrorCode code) {
        this(code, code.title());
    }

    private ApiException(
            ErrorCode code,
            String detail,
            Map<String, String> errors,
            Map<String, Object> members,
            HttpHeaders headers,
            @Nullable Throwable cause) {
        // Without a stack trace: it says what the client did, not where the code was.
        super(detail, cause, false, false);
        this.code = code;
        this.errors = Map.copyOf(errors);
        this.members = Map.copyOf(members);
        this.headers = headers;
    }

    /** 422 with a message per field. */
    public static ApiException invalid(Map<String, String> errors) {
        return new ApiException(
                ErrorCode.VALIDATION_FAILED,
                ErrorCode.VALIDATION_FAILED.title(),
                errors,
                Map.of(),
                HttpHeaders.EMPTY,
                null);
    }

    public static ApiException invalid(String field, String message) {
        return invalid(Map.of(field, message));
    }

    /** The same answer with {@code Retry-After}, rounded up to whole seconds (RFC 9110 §10.2.3). */
    public ApiException retryAfter(Duration delay) {
        long seconds = Math.max(1, delay.plusMillis(999).toSeconds());
        return header(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
    }

    public ApiException header(String name, String value) {
        HttpHeaders more = new HttpHeaders();
        more.addAll(headers);
        more.set(name, value);
        return new ApiException(code, detail(), errors, members, more, getCause());
    }

    /** The same answer with what a program wants to know beside the text: an extension member (RFC 9457 §3.2). */
    public ApiException with(String member, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(members);
        more.put(member, value);
        return new ApiException(code, detail(), errors, more, headers, getCause());
    }

    public ApiException causedBy(Throwable cause) {
        return new ApiException(code, detail(), errors, members, headers, cause);
    }

    public ErrorCode code() {
        return code;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }

    public Map<String, String> errors() {
        return errors;
    }

    public Map<String, Object> members() {
        return members;
    }

    public HttpHeaders headers() {
        return headers;
    }
}
