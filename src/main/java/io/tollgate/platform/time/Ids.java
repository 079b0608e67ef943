package io.tollgate.platform.time;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Makes identifiers: UUID version 7 (RFC 9562 §5.7), so that rows written together lie together in an index.
 *
 * <p>Not a secret: the first 48 bits are the time. Use {@link Secrets} for what must not be guessed.
 */
@Component
public class Ids {

    private final Clock clock;
    private final SecureRandom random;

    Ids(Clock clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    public UUID next() {
        // One draw for both parts: each draw of a generator like this one costs several digests, whatever it asks for.
        ByteBuffer drawn = ByteBuffer.wrap(new byte[Short.BYTES + Long.BYTES]);
        random.nextBytes(drawn.array());
        long high = clock.millis() << 16 | 0x7000L | drawn.getShort() & 0x0FFFL;
        long low = drawn.getLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
