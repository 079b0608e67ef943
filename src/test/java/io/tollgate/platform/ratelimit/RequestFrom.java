package io.tollgate.platform.ratelimit;

import java.net.InetSocketAddress;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.AbstractServerHttpRequest;
import org.springframework.http.server.reactive.SslInfo;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;

/** A POST that came over no connection, by way of the trusted proxy. */
final class RequestFrom extends AbstractServerHttpRequest {

    private RequestFrom(String path, HttpHeaders headers) {
        super(HttpMethod.POST, URI.create(path), "", headers);
    }

    /** @param user the signed-in user, or null */
    static ServerWebExchange exchange(String path, String address, @Nullable String user) {
        HttpHeaders headers = new HttpHeaders();
        headers.set("X-Forwarded-For", address);
        MockServerWebExchange.Builder mock = MockServerWebExchange.builder(MockServerHttpRequest.post(path));
        if (user != null) {
            mock.principal(() -> user);
        }
        return mock.build().mutate().request(new RequestFrom(path, headers)).build();
    }

    @Override
    public InetSocketAddress getRemoteAddress() {
        return new InetSocketAddress("127.0.0.1", 1);
    }

    @Override
    public Flux<DataBuffer> getBody() {
        return Flux.empty();
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> T getNativeRequest() {
        return (T) this;
    }

    @Override
    protected MultiValueMap<String, HttpCookie> initCookies() {
        return new LinkedMultiValueMap<>();
    }

    @Override
    protected @Nullable SslInfo initSslInfo() {
        return null;
    }
}
