package io.tollgate.auth.serviceaccount;

import io.tollgate.user.CurrentServiceAccount;
import io.tollgate.user.ServicePrincipal;
import io.tollgate.user.ServiceScope;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** {@code POST /probe/<scope>}: an endpoint that wants a service account with this scope. On every node of a test. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("tollgate.probes")
class ServiceProbe {

    @Bean
    RouterFunction<ServerResponse> serviceProbe(CurrentServiceAccount currentService) {
        return RouterFunctions.route()
                .POST(
                        "/probe/{scope}",
                        request -> currentService
                                .require(request, ServiceScope.of(request.pathVariable("scope")))
                                .map(ServicePrincipal::getName)
                                .flatMap(ServerResponse.ok()::bodyValue))
                .build();
    }
}
