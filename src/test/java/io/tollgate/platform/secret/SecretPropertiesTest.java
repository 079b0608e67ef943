package io.tollgate.platform.secret;

import static io.tollgate.platform.secret.GivenSecrets.secret;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class SecretPropertiesTest {

    @Test
    void takesNoneOneOrSeveralPreviousKeys() {
        assertThat(previous("")).isEmpty();
        assertThat(previous(secret("a"))).containsExactly(secret("a"));
        assertThat(previous(" " + secret("a") + " , " + secret("b"))).containsExactly(secret("a"), secret("b"));
    }

    @Test
    void takesNoPreviousKeyThatIsNone() {
        assertThat(bound(secret("a")).isSecretKeyPreviousUsable()).isTrue();
        assertThat(bound(secret("a") + ",%%%").isSecretKeyPreviousUsable()).isFalse();
        assertThat(bound("c2hvcnQ=").isSecretKeyPreviousUsable()).isFalse();
    }

    /** As the variables name them. */
    @ParameterizedTest
    @CsvSource({
        "TOLLGATE_SECRET_KEY, '', TOLLGATE_SECRET_KEY must be 32 bytes or more in base64",
        "TOLLGATE_SECRET_KEY, c2hvcnQ=, TOLLGATE_SECRET_KEY must be 32 bytes",
        "TOLLGATE_SECRET_KEY, %%%, TOLLGATE_SECRET_KEY must be 32 bytes",
        "TOLLGATE_SECRET_KEY_PREVIOUS, c2hvcnQ=, TOLLGATE_SECRET_KEY_PREVIOUS must be keys"
    })
    void stopTheStartWhenTheyAreNoGood(String variable, String value, String sentence) {
        new ApplicationContextRunner()
                .withInitializer(new ConfigDataApplicationContextInitializer())
                .withUserConfiguration(Bound.class)
                .withPropertyValues("TOLLGATE_SECRET_KEY=" + secret("c"), variable + "=" + value)
                .run(context ->
                        assertThat(context.getStartupFailure()).rootCause().hasMessageContaining(sentence));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(SecretProperties.class)
    static class Bound {}

    @Test
    void showsNoKey() {
        assertThat(bound(secret("a")).toString()).doesNotContain(secret("a"), secret("c"));
    }

    private static List<String> previous(String text) {
        return bound(text).previous().toList();
    }

    private static SecretProperties bound(String previous) {
        Map<String, String> settings =
                Map.of("tollgate.auth.secret-key", secret("c"), "tollgate.auth.secret-key-previous", previous);
        return new Binder(new MapConfigurationPropertySource(settings))
                .bind("tollgate.auth", SecretProperties.class)
                .get();
    }
}
