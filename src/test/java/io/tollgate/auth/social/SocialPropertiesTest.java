package io.tollgate.auth.social;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.auth.social.GoogleProperties.NonceRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class SocialPropertiesTest {

    private final ApplicationContextRunner start = new ApplicationContextRunner()
            .withUserConfiguration(Bound.class)
            .withPropertyValues(
                    "tollgate.auth.social.google.redirect-uri=https://auth.shop.example/google",
                    "tollgate.auth.social.github.redirect-uri=https://auth.shop.example/github");

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(SocialProperties.class)
    static class Bound {}

    @Test
    void offersNothingUnlessTold() {
        start.run(context -> {
            SocialProperties properties = context.getBean(SocialProperties.class);
            assertThat(properties.google().configured()).isFalse();
            assertThat(properties.github().configured()).isFalse();
            assertThat(properties.redirectUris()).isEmpty();
        });
    }

    @Test
    void takesGooglesIssuerInBothSpellings() {
        start.withPropertyValues("tollgate.auth.social.google.native-nonce=required")
                .run(context -> {
                    GoogleProperties google =
                            context.getBean(SocialProperties.class).google();
                    assertThat(google.issuers())
                            .containsExactlyInAnyOrder("https://accounts.google.com", "accounts.google.com");
                    assertThat(google.nativeNonce()).isEqualTo(NonceRule.REQUIRED);
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "google.client-id=x                | GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET must be set together",
                "github.client-secret=x            | GITHUB_CLIENT_ID and GITHUB_CLIENT_SECRET must be set together",
                "google.token-url=oauth2           | GOOGLE_TOKEN_URL",
                "github.user-api=ftp://x           | GITHUB_USER_API",
                "redirect-uris=/relative           | SOCIAL_REDIRECT_URIS must be absolute",
                "redirect-uris=https://a.example/#b| SOCIAL_REDIRECT_URIS must be absolute",
                "flow-ttl=11m                      | flow-ttl must be at most 10m"
            })
    void refusesToStartWithAWrongValue(String setting, String complaint) {
        start.withPropertyValues("tollgate.auth.social." + setting)
                .run(context ->
                        assertThat(context.getStartupFailure()).rootCause().hasMessageContaining(complaint));
    }
}
