package io.tollgate.billing.entitlement;

import io.tollgate.billing.plan.Tier;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Routes that want a plan. */
@TestConfiguration(proxyBeanMethods = false)
public class GatedRoutes {

    @Bean
    RouterFunction<ServerResponse> gatedRouter(TierGate gate) {
        return RouterFunctions.route()
                .GET(
                        "/gated/free",
                        gate.atLeast(Tier.FREE)
                                .apply(_ -> ServerResponse.noContent().build()))
                .GET(
                        "/gated/pro",
                        gate.atLeast(Tier.PRO)
                                .apply(_ -> ServerResponse.noContent().build()))
                .GET(
                        "/gated/vip",
                        gate.atLeast(Tier.VIP)
                                .apply(_ -> ServerResponse.noContent().build()))
                .build();
    }
}
