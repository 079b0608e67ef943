package io.tollgate;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import io.tollgate.platform.web.WebProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The head of the OpenAPI document; what each route says stands in the {@code XxxDocs} beside its table. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

    private static final String BEARER = "bearer";

    @Bean
    OpenAPI openApi(WebProperties web) {
        return new OpenAPI()
                .info(new Info()
                        .title("Tollgate")
                        .version("1")
                        .description("""
                                The gate and the toll of a SaaS product. Errors are problem documents (RFC 9457) with a \
                                stable `code`; every answer carries `X-Request-Id`.""")
                        .license(new License().name("MIT").url("https://opensource.org/license/mit")))
                .addServersItem(new Server().url(web.url()))
                .components(new Components()
                        .addSecuritySchemes(
                                BEARER,
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("bearer")
                                        .bearerFormat("JWT")))
                .addSecurityItem(new SecurityRequirement().addList(BEARER));
    }
}
