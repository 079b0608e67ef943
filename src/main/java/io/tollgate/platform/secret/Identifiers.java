package io.tollgate.platform.secret;

import io.tollgate.platform.secret.SecretKeys.Purpose;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
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
        return kept(keys.mac(Purpose.IDENTIFIERS, normalised(identifier)));
    }

    /** What {@link #digest} gives or has given, under each of the given secrets, the current one first. */
    public List<String> digests(String identifier) {
        return keys.macs(Purpose.IDENTIFIERS, normalised(identifier)).stream()
                .map(Identifiers::kept)
                .toList();
    }

    /** Those of other secrets than the current one: what is found under one of these goes on under the current. */
    public List<String> former(String identifier) {
        return keys.severalGiven() ? digests(identifier).stream().skip(1).toList() : List.of();
    }

    private static String normalised(String identifier) {
        return identifier.strip().toLowerCase(Locale.ROOT);
    }

    private static String kept(byte[] mac) {
        return HexFormat.of().formatHex(Arrays.copyOf(mac, KEPT_BYTES));
    }
}
