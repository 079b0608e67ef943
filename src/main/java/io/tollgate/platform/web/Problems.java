package io.tollgate.platform.web;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.security.core.AuthenticationException;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Writes problem documents. For filters that answer by themselves; handlers throw {@link ApiException}. */
@Component
public class Problems {

    private final JsonMapper json;
    private final RouteMethods routeMethods;

    Problems(JsonMapper json, RouteMethods routeMethods) {
        this.json = json;
        this.routeMethods = routeMethods;
    }

    /**
     * What a caller without a valid token gets: 401 with the reason where the token's check gave one, 404 where there is no
     * such route, since a mistyped path is not cured by a token.
     *
     * @param fault what is wrong with the token; null when there is none
     */
    public ApiException unauthenticated(ServerWebExchange exchange, @Nullable AuthenticationException fault) {
        if (!routeMethods.exists(exchange)) {
            return routeMethods.notFound(exchange);
        }
        ApiException problem = fault != null && fault.getCause() instanceof ApiException reason
                ? reason
                : new ApiException(ErrorCode.NOT_AUTHENTICATED);
        return problem.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    }

    /** Answers with the problem. Does nothing more than end the exchange when the answer has already begun. */
    public Mono<Void> write(ServerWebExchange exchange, ApiException problem) {
        ServerHttpResponse response = exchange.getResponse();
        if (!response.setStatusCode(problem.code().status())) {
            return response.setComplete();
        }
        HttpHeaders headers = response.getHeaders();
        problem.headers().forEach(headers::put);
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        headers.setCacheControl("no-store");
        byte[] body = json.writeValueAsBytes(Problem.of(problem, RequestId.of(exchange)));
        headers.setContentLength(body.length);
        if (exchange.getRequest().getMethod() == HttpMethod.HEAD) {
            return response.setComplete();
        }
        DataBuffer buffer = response.bufferFactory().wrap(body);
        return response.writeWith(Mono.just(buffer));
    }
}
