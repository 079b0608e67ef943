package io.tollgate.platform.secret;

import static io.tollgate.platform.secret.GivenSecrets.encryption;
import static io.tollgate.platform.secret.GivenSecrets.secret;
import static io.tollgate.platform.secret.GivenSecrets.withoutName;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.IntegrationTest;
import io.tollgate.platform.secret.SecretKeys.Purpose;
import io.tollgate.platform.time.Secrets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@IntegrationTest
class EncryptionTest {

    private static final Sealed PLACE = Sealed.column("things", "id", "uuid", "value", Purpose.TOTP_SECRETS, "thing/");

    @Autowired
    private Secrets secrets;

    @Test
    void readsWhatAnyOfTheGivenSecretsHasSealed() {
        Encryption node = encryption(secrets, secret("c"), secret("b"), secret("a"));
        for (String name : List.of("a", "b", "c")) {
            byte[] sealed = encryption(secrets, secret(name)).encrypt(PLACE, 7, "a text of " + name);
            assertThat(node.decrypt(PLACE, 7, sealed)).isEqualTo("a text of " + name);
            assertThat(node.decrypt(PLACE, 7, withoutName(sealed))).isEqualTo("a text of " + name);
        }
        assertThat(encryption(secrets, secret("c")).decrypt(PLACE, 7, node.encrypt(PLACE, 7, "new")))
                .as("sealed with the current one")
                .isEqualTo("new");
    }

    @Test
    void saysWhichKeyIsMissing() {
        byte[] sealed = encryption(secrets, secret("a")).encrypt(PLACE, 7, "a text");
        String name = KeyName.in(sealed).orElseThrow().toString();
        assertThatThrownBy(() -> encryption(secrets, secret("c"), secret("b")).decrypt(PLACE, 7, sealed))
                .hasMessageContaining("TOLLGATE_SECRET_KEY is not the key")
                .hasMessageContaining("TOLLGATE_SECRET_KEY_PREVIOUS")
                .hasMessageContaining("things.value, key " + name);
    }

    @Test
    void readsNothingThatIsNotWholeOrBelongsToAnother() {
        Encryption node = encryption(secrets, secret("b"), secret("a"));
        byte[] sealed = node.encrypt(PLACE, 7, "a text");
        byte[] bent = sealed.clone();
        bent[bent.length - 1] ^= 1;
        Stream.of(bent, new byte[0], new byte[KeyName.BYTES + 3], withoutName(bent))
                .forEach(stored -> assertThatThrownBy(() -> node.decrypt(PLACE, 7, stored))
                        .isInstanceOf(IllegalStateException.class));
        assertThatThrownBy(() -> node.decrypt(PLACE, 8, sealed)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void recognisesDigestsOfEarlierSecrets() {
        SecretKeys node = GivenSecrets.keys(secret("b"), secret("a"), secret("b"));
        byte[] before = GivenSecrets.keys(secret("a")).mac(Purpose.LOGIN_CODES, "a code");
        assertThat(node.macMatches(Purpose.LOGIN_CODES, "a code", before)).isTrue();
        assertThat(node.macMatches(Purpose.LOGIN_CODES, "a code", node.mac(Purpose.LOGIN_CODES, "a code")))
                .isTrue();
        assertThat(node.macMatches(Purpose.RECOVERY_CODES, "a code", before)).isFalse();
        assertThat(node.macs(Purpose.LOGIN_CODES, "a code"))
                .as("one twice counts once")
                .hasSize(2);
        assertThat(new Identifiers(node).former("Ann@Example.com "))
                .containsExactly(new Identifiers(GivenSecrets.keys(secret("a"))).digest("ann@example.com"));
    }
}
