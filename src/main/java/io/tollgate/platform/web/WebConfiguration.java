package io.tollgate.platform.web;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.jackson.autoconfigure.JsonFactoryBuilderCustomizer;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsWebFilter;
import org.springframework.web.cors.reactive.DefaultCorsProcessor;
import org.springframework.web.cors.reactive.UrlBasedCorsConfigurationSource;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.type.LogicalType;

/** JSON as the contract has it, and which pages of other origins may call. */
@Configuration(proxyBeanMethods = false)
class WebConfiguration {

    /** {@code "email": 5} is a mistake of the caller, not the text "5". */
    @Bean
    JsonMapperBuilderCustomizer noSilentConversions() {
        return builder -> builder.withCoercionConfig(
                LogicalType.Textual,
                text -> List.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean)
                        .forEach(shape -> text.setCoercion(shape, CoercionAction.Fail)));
    }

    /**
     * Spring's encoder takes a recycler out of the pool for each answer and does not give it back; of a pool by thread it gets the
     * same one again, so that 12 KB of buffers are not made anew each time.
     */
    @Bean
    JsonFactoryBuilderCustomizer buffersByThread() {
        return builder -> builder.recyclerPool(JsonRecyclerPools.threadLocalPool());
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE + 2)
    CorsWebFilter cors(WebProperties properties) {
        CorsConfiguration cors = new CorsConfiguration();
        cors.setAllowedOrigins(properties.allowedOrigins());
        cors.setAllowCredentials(true);
        cors.setAllowedMethods(List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"));
        cors.setAllowedHeaders(List.of("Authorization", "Content-Type", "Idempotency-Key", "X-Request-Id"));
        cors.setExposedHeaders(
                List.of("X-Request-Id", "RateLimit", "RateLimit-Policy", "Retry-After", "ETag", "Idempotent-Replayed"));
        cors.setMaxAge(Duration.ofHours(1));
        UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
        source.registerCorsConfiguration("/**", cors);
        return new CorsWebFilter(source, new RefusingCors());
    }

    /** Spring refuses without a word; this one says why, in the form of all refusals. */
    private static final class RefusingCors extends DefaultCorsProcessor {

        @Override
        protected void rejectRequest(ServerHttpResponse response) {
            throw new ApiException(ErrorCode.ORIGIN_NOT_ALLOWED, "This origin is not allowed");
        }
    }
}
