package io.tollgate.platform.secret;

import io.tollgate.platform.secret.SecretKeys.Purpose;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** Names of accounts that may not exist, as the audit log keeps them: comparable, but not readable without the key. */
@Component
public class Identifiers {

    private static final int KEPT_BYTES = 16;

    private final SecretKeys keys;

    Identifiers(SecretKeys keys) {
        this.keys = keys;
    }

    /** @param identifier an e-mail address or username in any spelling */
    public String digest(String identifier) {
        byte[] mac = keys.mac(Purpose.IDENTIFIERS, identifier.strip().toLowerCase(Locale.ROOT));
        return HexFormat.of().formatHex(Arrays.copyOf(mac, KEPT_BYTES));
    }
}
