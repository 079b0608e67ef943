package io.tollgate.platform.idempotency;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseCookie;
import org.springframework.http.server.reactive.AbstractServerHttpResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A response that goes nowhere: it keeps what is written to it. Cookies are refused, since they are secrets. */
final class Recording extends AbstractServerHttpResponse {

    private static final int OK = 200;

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    Recording() {
        super(DefaultDataBufferFactory.sharedInstance);
    }

    Answer answer() {
        Map<String, List<String>> kept = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        getHeaders().forEach(kept::put);
        kept.remove(HttpHeaders.CONTENT_LENGTH);
        HttpStatusCode status = getStatusCode();
        return new Answer(status == null ? OK : status.value(), kept, body.toByteArray());
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> T getNativeResponse() {
        return (T) this;
    }

    @Override
    protected Mono<Void> writeWithInternal(Publisher<? extends DataBuffer> buffers) {
        return Flux.from(buffers).doOnNext(this::keep).then();
    }

    @Override
    @SuppressWarnings("NestedPublishers") // Spring's signature.
    protected Mono<Void> writeAndFlushWithInternal(Publisher<? extends Publisher<? extends DataBuffer>> parts) {
        return Flux.from(parts).concatMap(this::writeWithInternal).then();
    }

    @Override
    protected void applyStatusCode() {
        // Read by answer().
    }

    @Override
    protected void applyHeaders() {
        // Read by answer().
    }

    @Override
    protected void applyCookies() {
        for (List<ResponseCookie> cookies : getCookies().values()) {
            if (!cookies.isEmpty()) {
                throw new IllegalStateException("An answer with a cookie must not be kept for replay");
            }
        }
    }

    private void keep(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        body.writeBytes(bytes);
    }
}
