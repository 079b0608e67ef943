package io.tollgate.platform.health;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

@Component
class HealthHandler {

    private final Health health;

    HealthHandler(Health health) {
        this.health = health;
    }

    Mono<ServerResponse> alive(ServerRequest request) {
        return ServerResponse.ok().contentType(MediaType.TEXT_PLAIN).bodyValue("ok");
    }

    Mono<ServerResponse> ready(ServerRequest request) {
        return health.report()
                .flatMap(
                        report -> ServerResponse.status(report.ready() ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
                                .bodyValue(report));
    }
}
