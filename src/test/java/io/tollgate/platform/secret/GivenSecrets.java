package io.tollgate.platform.secret;

import io.tollgate.platform.time.Secrets;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** What a node has that was given these secrets. */
public final class GivenSecrets {

    private GivenSecrets() {}

    /** A secret of its own for each name. */
    public static String secret(String name) {
        byte[] bytes = Arrays.copyOf(name.getBytes(StandardCharsets.UTF_8), 32);
        return Base64.getEncoder().encodeToString(bytes);
    }

    public static SecretKeys keys(String current, String... previous) {
        return new SecretKeys(new SecretProperties(current, List.of(previous)));
    }

    public static Encryption encryption(Secrets secrets, String current, String... previous) {
        return new Encryption(keys(current, previous), secrets);
    }

    /** As it was stored before keys had names. */
    public static byte[] withoutName(byte[] sealed) {
        return Arrays.copyOfRange(sealed, KeyName.BYTES, sealed.length);
    }
}
