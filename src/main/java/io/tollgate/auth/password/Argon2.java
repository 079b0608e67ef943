package io.tollgate.auth.password;

import io.tollgate.auth.password.Argon2Hash.Cost;
import io.tollgate.platform.time.Secrets;
import java.lang.ref.SoftReference;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Arrays;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.BlockPool;
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

    /** Those of other systems take several times as much, and once all are made anew, none of it is needed any more. */
    private final ThreadLocal<SoftReference<BlockPool>> foreignPools =
            ThreadLocal.withInitial(() -> new SoftReference<>(null));

    Argon2(PasswordProperties properties, Secrets secrets) {
        this.current = new Cost(properties.memory(), properties.iterations(), 1);
        this.secrets = secrets;
        this.pools = ThreadLocal.withInitial(() -> new ClearedBlocks(properties.memory()));
    }

    Argon2Hash hash(String password) {
        byte[] salt = secrets.bytes(SALT_BYTES);
        return new Argon2Hash(current, salt, compute(normal(password), current, salt, HASH_BYTES));
    }

    /**
     * Hashes of ours are of the normalised password. Other systems hash what was typed as it came (passlib does), so where a hash is
     * not ours both spellings count; that is a second hash only for a password that has two.
     */
    boolean matches(String password, Argon2Hash stored) {
        byte[] normal = normal(password);
        return matches(normal, stored) || (foreign(stored) && matchesAsTyped(password, normal, stored));
    }

    /** Not made with today's cost: by another system, or under other settings. */
    boolean foreign(Argon2Hash stored) {
        return !stored.cost().equals(current);
    }

    /** Hashes something, for the time it takes. */
    void spend(Cost cost) {
        byte[] _ = compute(new byte[] {1}, cost, new byte[SALT_BYTES], HASH_BYTES);
    }

    /** 2 where the normalised password is not the one that was typed. */
    static int spellings(String password) {
        return Arrays.equals(typed(password), normal(password)) ? 1 : 2;
    }

    private boolean matchesAsTyped(String password, byte[] normal, Argon2Hash stored) {
        byte[] typed = typed(password);
        return !Arrays.equals(typed, normal) && matches(typed, stored);
    }

    private boolean matches(byte[] password, Argon2Hash stored) {
        byte[] computed = compute(password, stored.cost(), stored.salt(), stored.hash().length);
        return MessageDigest.isEqual(computed, stored.hash());
    }

    boolean outdated(Argon2Hash stored) {
        return stored.differsFrom(current, SALT_BYTES, HASH_BYTES);
    }

    private byte[] compute(byte[] password, Cost cost, byte[] salt, int length) {
        Argon2Parameters.Builder parameters = new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.memory())
                .withIterations(cost.iterations())
                .withParallelism(cost.lanes())
                .withSalt(salt)
                .withBlockPool(cost.equals(current) ? pools.get() : foreignPool());
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(parameters.build());
        byte[] hash = new byte[length];
        generator.generateBytes(password, hash);
        return hash;
    }

    private BlockPool foreignPool() {
        BlockPool kept = foreignPools.get().get();
        if (kept != null) {
            return kept;
        }
        BlockPool made = new ClearedBlocks(Cost.MAX_MEMORY);
        foreignPools.set(new SoftReference<>(made));
        return made;
    }

    private static byte[] typed(String password) {
        return password.getBytes(StandardCharsets.UTF_8);
    }

    /** The same password typed on two keyboards may be spelt in two ways (NIST SP 800-63B §3.1.1.2). */
    private static byte[] normal(String password) {
        return Normalizer.normalize(password, Form.NFKC).getBytes(StandardCharsets.UTF_8);
    }
}
