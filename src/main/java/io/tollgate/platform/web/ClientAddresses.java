package io.tollgate.platform.web;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.server.ServerWebExchange;

/**
 * Finds out who is really calling: the right-most hop that is not one of our own proxies. {@code X-Forwarded-For} counts only
 * when the peer itself is such a proxy, and only as far to the left as the proxies vouch for it; what lies further left was
 * written by the caller.
 */
@Component
public class ClientAddresses {

    /** Shared by all whose address is not known, so that hiding it is no way round a limit. */
    static final String UNKNOWN = "unknown";

    private static final String FORWARDED_FOR = "X-Forwarded-For";

    private final List<Cidr> trusted;

    public ClientAddresses(WebProperties properties) {
        this.trusted = Cidr.all("TRUSTED_PROXIES", properties.trustedProxies());
    }

    /** The caller's address, user agent and request id. */
    public RequestFacts facts(ServerRequest request) {
        return facts(request.exchange());
    }

    public RequestFacts facts(ServerWebExchange exchange) {
        ServerHttpRequest request = exchange.getRequest();
        return RequestFacts.of(
                of(request), request.getHeaders().getFirst(HttpHeaders.USER_AGENT), RequestId.of(exchange));
    }

    public String of(ServerHttpRequest request) {
        String candidate = peer(request);
        List<String> hops = hops(request).reversed();
        for (String hop : hops) {
            if (!isTrusted(candidate)) {
                return candidate;
            }
            if (!Cidr.isAddress(hop)) {
                return UNKNOWN;
            }
            candidate = hop;
        }
        return candidate;
    }

    private boolean isTrusted(String address) {
        return trusted.stream().anyMatch(cidr -> cidr.contains(address));
    }

    private static String peer(ServerHttpRequest request) {
        InetSocketAddress remote = request.getRemoteAddress();
        return remote == null || remote.getAddress() == null
                ? UNKNOWN
                : remote.getAddress().getHostAddress();
    }

    private static List<String> hops(ServerHttpRequest request) {
        return request.getHeaders().getOrEmpty(FORWARDED_FOR).stream()
                .flatMap(line -> Arrays.stream(line.split(",")))
                .map(String::strip)
                .filter(hop -> !hop.isEmpty())
                .toList();
    }
}
