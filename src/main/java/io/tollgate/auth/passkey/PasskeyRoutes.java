package io.tollgate.auth.passkey;

import io.tollgate.platform.idempotency.Idempotency;
import org.springdoc.webflux.core.fn.SpringdocRouteBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

@Configuration(proxyBeanMethods = false)
class PasskeyRoutes {

    @Bean
    RouterFunction<ServerResponse> passkeyRouter(
            PasskeyHandler passkeys, PasskeyLoginHandler login, Idempotency idempotency) {
        return SpringdocRouteBuilder.route()
                .GET("/passkeys", passkeys::list, PasskeyDocs::list)
                .POST("/passkeys/options", passkeys::options, PasskeyDocs::options)
                .POST("/passkeys/registration/options", passkeys::registrationOptions, PasskeyDocs::registrationOptions)
                .POST("/passkeys/registration", idempotency.apply(passkeys::register), PasskeyDocs::register)
                .PATCH("/passkeys/{id}", passkeys::rename, PasskeyDocs::rename)
                .DELETE("/passkeys/{id}", passkeys::remove, PasskeyDocs::remove)
                .POST("/login/passkey/options", login::options, PasskeyLoginDocs::options)
                .POST("/login/passkey", login::login, PasskeyLoginDocs::login)
                .POST("/login/mfa/passkey/options", login::secondFactorOptions, PasskeyLoginDocs::secondFactorOptions)
                .build();
    }
}
