package io.tollgate.auth.passkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.platform.web.WebProperties;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelyingPartyTest {

    private static final WebProperties WEB =
            new WebProperties("https://api.app.example.com", "https://app.example.com", List.of(), List.of());

    @Test
    void isTheFrontendsHostByItself() {
        RelyingParty party = party("", List.of());
        assertThat(party.id()).isEqualTo("app.example.com");
        assertThat(party.origins()).containsExactlyInAnyOrder("https://app.example.com", "https://api.app.example.com");
    }

    @Test
    void leavesOutOriginsThatNoBrowserWouldTake() {
        WebProperties apart =
                new WebProperties("https://api.example.com", "https://app.example.com:8443", List.of(), List.of());
        RelyingParty party = new RelyingParty(properties("", List.of()), apart);
        assertThat(party.origins()).containsExactly("https://app.example.com:8443");
    }

    @Test
    void isWhatIsConfigured() {
        List<String> origins = List.of(
                "https://example.com",
                "https://admin.example.com:8443",
                "android:apk-key-hash:b2Rk4p1WbzJ9sQy0S8b1cV6m3o5T7u9wXyZaBcDeFgH");
        RelyingParty party = party("example.com", origins);
        assertThat(party.id()).isEqualTo("example.com");
        assertThat(party.origins()).containsExactlyInAnyOrderElementsOf(origins);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "https://badexample.com",
                "https://example.com.evil.example",
                "https://example.com/path",
                "https://evil.example#.example.com",
                "https://example.com@evil.example",
                "example.com",
                "ftp://example.com"
            })
    void refusesToStartWithOriginsElsewhere(String origin) {
        assertThatThrownBy(() -> party("example.com", List.of(origin)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("PASSKEY_ORIGINS");
    }

    private static RelyingParty party(String id, List<String> origins) {
        return new RelyingParty(properties(id, origins), WEB);
    }

    private static PasskeyProperties properties(String id, List<String> origins) {
        return new PasskeyProperties(id, "Example", origins, Duration.ofMinutes(5), 20);
    }
}
