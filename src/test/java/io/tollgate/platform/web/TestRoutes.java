package io.tollgate.platform.web;

import io.tollgate.platform.idempotency.Idempotency;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Mono;

/** Routes below {@code /test}, open to all; who sends {@code X-Test-User} is signed in as that user. */
@TestConfiguration(proxyBeanMethods = false)
public class TestRoutes {

    record Thing(
            @NotBlank @Size(max = 100) String name,
            @Email @Nullable String contactEmail,
            @Positive @Nullable Integer amount,
            @Nullable Boolean wanted,
            @Nullable Thing part) {}

    @Bean
    Workshop workshop() {
        return new Workshop();
    }

    @Bean
    OpenPaths openForTests() {
        return new OpenPaths(List.of(), List.of("/test/**"));
    }

    @Bean
    @Order(-50)
    WebFilter testUser(Workshop workshop) {
        return (exchange, chain) -> {
            String user = exchange.getRequest().getHeaders().getFirst("X-Test-User");
            return user == null
                    ? chain.filter(exchange)
                    : chain.filter(exchange.mutate()
                                    .principal(Mono.just(() -> user))
                                    .build())
                            .doOnCancel(() -> workshop.countHangUp(user));
        };
    }

    @Bean
    RouterFunction<ServerResponse> testRouter(Workshop workshop, Body bodies, Idempotency idempotency) {
        return RouterFunctions.route()
                .POST("/test/echo", request -> bodies.of(request, Thing.class).flatMap(ServerResponse.ok()::bodyValue))
                .POST("/test/things", idempotency.apply(request -> make(workshop, bodies, request)))
                .POST("/test/refusals", idempotency.apply(request -> refuse(workshop, bodies, request)))
                .GET("/test/things", TestRoutes::list)
                .GET(
                        "/test/page",
                        request -> ServerResponse.ok()
                                .contentType(MediaType.TEXT_HTML)
                                .bodyValue("<p>Hi</p>"))
                .GET("/test/fault", _ -> Mono.error(new IllegalStateException("secret: jdbc password is hunter2")))
                .GET("/test/blocks", _ -> {
                    LockSupport.parkNanos(1);
                    return ServerResponse.ok().build();
                })
                .GET("/test/thrown", _ -> {
                    throw new IllegalStateException("secret: thrown before any Mono");
                })
                .build();
    }

    private static Mono<ServerResponse> make(Workshop workshop, Body bodies, ServerRequest request) {
        return bodies.of(request, Thing.class)
                .flatMap(
                        thing -> workshop.make(thing.name()).map(count -> Map.of("name", thing.name(), "count", count)))
                .flatMap(made ->
                        ServerResponse.status(201).header("X-Thing", "made").bodyValue(made));
    }

    /** Fails with the code that the thing is named after, counting how often it was asked. */
    private static Mono<ServerResponse> refuse(Workshop workshop, Body bodies, ServerRequest request) {
        return bodies.of(request, Thing.class)
                .flatMap(thing -> workshop.make(String.valueOf(thing.contactEmail()))
                        .then(Mono.error(new ApiException(ErrorCode.valueOf(thing.name())))));
    }

    private static Mono<ServerResponse> list(ServerRequest request) {
        return ServerResponse.ok().bodyValue(PageRequest.of(request));
    }
}
