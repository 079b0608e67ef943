package io.tollgate.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class WebPropertiesTest {

    private final ApplicationContextRunner start = new ApplicationContextRunner()
            .withUserConfiguration(Bound.class)
            .withPropertyValues(
                    "tollgate.web.url=https://api.shop.example", "tollgate.web.frontend-url=https://shop.example");

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(WebProperties.class)
    static class Bound {}

    @Test
    void allowsItsOwnOriginAndThoseThatAreNamed() {
        start.withPropertyValues(
                        "tollgate.web.cors-allowed-origins=https://shop.example, http://localhost:3000,http://[::1]:3000,"
                                + "capacitor://localhost")
                .run(context -> assertThat(context.getBean(WebProperties.class).allowedOrigins())
                        .containsExactly(
                                "https://api.shop.example",
                                "https://shop.example",
                                "http://localhost:3000",
                                "http://[::1]:3000",
                                "capacitor://localhost"));
    }

    @Test
    void allowsNoOtherOriginWhereNoneIsNamed() {
        start.withPropertyValues("tollgate.web.cors-allowed-origins=")
                .run(context -> assertThat(context.getBean(WebProperties.class).allowedOrigins())
                        .containsExactly("https://api.shop.example"));
    }

    @ParameterizedTest
    @CsvSource({
        "https://API.shop.example:443/v1, https://api.shop.example",
        "http://localhost:80, http://localhost",
        "http://localhost:443, http://localhost:443",
        "https://[::1]:443, https://[::1]"
    })
    void knowsItsOwnOriginAsBrowsersSendIt(String url, String origin) {
        start.withPropertyValues("tollgate.web.url=" + url)
                .run(context -> assertThat(context.getBean(WebProperties.class).allowedOrigins())
                        .containsExactly(origin));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "null",
                "shop.example",
                "https://shop.example/",
                "https://shop.example/app",
                "https://Shop.example",
                "HTTPS://shop.example",
                "https://*.shop.example",
                "https://shop.example:443",
                "http://shop.example:80",
                "https://shop.example:",
                "https://shop.example,https://other.example/"
            })
    void refusesToStartWithWhatIsNoOrigin(String origins) {
        start.withPropertyValues("tollgate.web.cors-allowed-origins=" + origins)
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("CORS_ALLOWED_ORIGINS must hold origins"));
    }
}
