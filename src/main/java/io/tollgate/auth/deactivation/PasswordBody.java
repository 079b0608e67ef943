package io.tollgate.auth.deactivation;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tollgate.platform.web.Body;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;

/** The password, where one is given: clients of the original system send no body at all. */
public record PasswordBody(
        @Schema(maxLength = 128) @Size(min = 1, max = MAX_CHARS) @Nullable String password) {

    /** Of UTF-16; the policy allows 128 code points. */
    private static final int MAX_CHARS = 256;

    private static final PasswordBody NONE = new PasswordBody(null);

    public static Mono<PasswordBody> of(ServerRequest request, Body body) {
        boolean sent = request.headers().contentLength().orElse(0) > 0
                || request.headers().firstHeader(HttpHeaders.TRANSFER_ENCODING) != null;
        return sent ? body.of(request, PasswordBody.class) : Mono.just(NONE);
    }

    @Override
    public String toString() {
        return "PasswordBody[]";
    }
}
