package io.tollgate.billing.entitlement;

import io.tollgate.platform.idempotency.Idempotency;
import org.springdoc.webflux.core.fn.SpringdocRouteBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

@Configuration(proxyBeanMethods = false)
class FeatureRoutes {

    private static final String FEATURES = "/billing/entitlements/features";
    private static final String TERMS = "/billing/plans/{id}/versions/{number}/features";

    @Bean
    RouterFunction<ServerResponse> featureRouter(FeatureHandler handler, Idempotency idempotency) {
        return SpringdocRouteBuilder.route()
                .GET(FEATURES, handler::list, FeatureDocs::list)
                .POST(FEATURES, idempotency.apply(handler::create), FeatureDocs::create)
                .PATCH(FEATURES + "/{key}", handler::rename, FeatureDocs::rename)
                .DELETE(FEATURES + "/{key}", handler::delete, FeatureDocs::delete)
                .GET(TERMS, handler::listTerms, FeatureDocs::listTerms)
                .PUT(TERMS + "/{key}", handler::putTerm, FeatureDocs::putTerm)
                .DELETE(TERMS + "/{key}", handler::removeTerm, FeatureDocs::removeTerm)
                .build();
    }
}
