package io.tollgate.platform.idempotency;

import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.Problems;
import java.util.List;
import org.springframework.http.codec.HttpMessageWriter;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.result.view.ViewResolver;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Turns what a handler returns or throws into the bytes that would be sent. */
@Component
class Recorder {

    private final Problems problems;
    private final ServerResponse.Context context;

    Recorder(Problems problems, ServerCodecConfigurer codecs) {
        this.problems = problems;
        this.context = new Writers(codecs.getWriters());
    }

    Mono<Answer> record(ServerWebExchange exchange, ServerResponse response) {
        Recording recording = new Recording();
        return response.writeTo(exchange.mutate().response(recording).build(), context)
                .then(Mono.fromSupplier(recording::answer));
    }

    Mono<Answer> record(ServerWebExchange exchange, ApiException problem) {
        Recording recording = new Recording();
        return problems.write(exchange.mutate().response(recording).build(), problem)
                .then(Mono.fromSupplier(recording::answer));
    }

    private record Writers(List<HttpMessageWriter<?>> messageWriters) implements ServerResponse.Context {
        @Override
        public List<ViewResolver> viewResolvers() {
            return List.of();
        }
    }
}
