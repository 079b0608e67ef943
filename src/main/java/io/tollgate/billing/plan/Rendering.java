package io.tollgate.billing.plan;

import io.tollgate.platform.time.Secrets;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * A JSON answer, serialised once and sent often.
 *
 * @param etag strong, quoted: a digest of the bytes, so that every node says the same
 */
record Rendering(byte[] bytes, String etag) {

    /** May be kept, but asked about before each use: an administrator's change shows at once. */
    private static final String REVALIDATE = "no-cache";

    static Rendering of(byte[] bytes) {
        byte[] digest = Secrets.sha256(new String(bytes, StandardCharsets.UTF_8));
        return new Rendering(
                bytes, '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(digest) + '"');
    }

    Mono<ServerResponse> answer(ServerRequest request) {
        return request.exchange().getRequest().getHeaders().containsHeader(HttpHeaders.IF_NONE_MATCH)
                ? request.checkNotModified(etag).switchIfEmpty(send())
                : send();
    }

    private Mono<ServerResponse> send() {
        return ServerResponse.status(HttpStatus.OK)
                .contentType(MediaType.APPLICATION_JSON)
                .contentLength(bytes.length)
                .header(HttpHeaders.ETAG, etag)
                .header(HttpHeaders.CACHE_CONTROL, REVALIDATE)
                // Straight to the buffer: looking for an encoder costs more than sending these few bytes.
                .body((message, _) -> message.writeWith(
                        Mono.fromSupplier(() -> message.bufferFactory().wrap(bytes))));
    }
}
