package io.tollgate.auth.serviceaccount;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.platform.time.Ids;
import io.tollgate.platform.time.Secrets;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The form of {@code tgs_<id>_<secret><checksum>}. */
@IntegrationTest
class ServiceTokenTest {

    @Autowired
    private Secrets secrets;

    @Autowired
    private Ids ids;

    @Test
    void isReadAsItWasWritten() {
        for (int i = 0; i < 500; i++) {
            UUID id = i == 0 ? new UUID(-1, 1) : ids.next();
            ServiceToken token = ServiceToken.issue(id, secrets);
            assertThat(token.text()).matches("tgs_[0-9a-f]{32}_[0-9A-Za-z]{49}");
            assertThat(ServiceToken.parse(token.text())).isEqualTo(token);
        }
    }

    @Test
    void noticesEveryWrongCharacterWithoutAskingAnybody() {
        String text = ServiceToken.issue(ids.next(), secrets).text();
        for (int at = 0; at < text.length(); at++) {
            char other = text.charAt(at) == 'a' ? 'b' : 'a';
            assertThat(ServiceToken.parse(text.substring(0, at) + other + text.substring(at + 1)))
                    .as("character %d", at)
                    .isNull();
        }
    }

    @Test
    void isNothingElse() {
        String text = ServiceToken.issue(ids.next(), secrets).text();
        assertThat(ServiceToken.parse("")).isNull();
        assertThat(ServiceToken.parse("tgs_")).isNull();
        assertThat(ServiceToken.parse(text + "a")).isNull();
        assertThat(ServiceToken.parse(text.substring(1))).isNull();
        assertThat(ServiceToken.parse(text.toUpperCase(Locale.ROOT))).isNull();
        assertThat(ServiceToken.parse("tgs_" + "\u0660".repeat(82))).isNull();
    }

    @Test
    void saysNothingOfItsSecret() {
        ServiceToken token = ServiceToken.issue(ids.next(), secrets);
        assertThat(token.toString()).doesNotContain(token.secret());
    }
}
