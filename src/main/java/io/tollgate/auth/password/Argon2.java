package io.tollgate.auth.password;

import io.tollgate.auth.password.Argon2Hash.Cost;
import io.tollgate.platform.time.Secrets;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.BlockPool;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.FixedBlockPool;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.springframework.stereotype.Component;

/**
 * Argon2id (RFC 9106) by Bouncy Castle. Some 25 ms of CPU each: only {@link PasswordHashing} calls it, on its own threads.
 */
@Component
class Argon2 {

    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    private final Cost current;
    private final Secrets secrets;

    /** Each hash needs its memory whole; kept per thread, it is not 20 MB of garbage each time. */
    private final ThreadLocal<BlockPool> pools;

    Argon2(PasswordProperties properties, Secrets secrets) {
        this.current = new Cost(properties.memory(), properties.iterations(), 1);
        this.secrets = secrets;
        this.pools = ThreadLocal.withInitial(() -> new FixedBlockPool(properties.memory()));
    }

    Argon2Hash hash(String password) {
        byte[] salt = secrets.bytes(SALT_BYTES);
        return new Argon2Hash(current, salt, compute(password, current, salt, HASH_BYTES));
    }

    boolean matches(String password, Argon2Hash stored) {
        byte[] computed = compute(password, stored.cost(), stored.salt(), stored.hash().length);
        return MessageDigest.isEqual(computed, stored.hash());
    }

    boolean outdated(Argon2Hash stored) {
        return stored.differsFrom(current, SALT_BYTES, HASH_BYTES);
    }

    private byte[] compute(String password, Cost cost, byte[] salt, int length) {
        Argon2Parameters.Builder parameters = new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.memory())
                .withIterations(cost.iterations())
                .withParallelism(cost.lanes())
                .withSalt(salt);
        if (cost.equals(current)) {
            parameters.withBlockPool(pools.get());
        }
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(parameters.build());
        byte[] hash = new byte[length];
        generator.generateBytes(bytes(password), hash);
        return hash;
    }

    /** The same password typed on two keyboards may be spelt in two ways (NIST SP 800-63B §3.1.1.2). */
    private static byte[] bytes(String password) {
        return Normalizer.normalize(password, Form.NFKC).getBytes(StandardCharsets.UTF_8);
    }
}
