package io.tollgate.auth.password;

import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.Block;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.BlockPool;

/**
 * The memory of one thread's hashes, kept between them. What comes back is cleared, so that nothing of a password is left, and
 * goes out as it is: Bouncy Castle's own pool clears its 19 MB a second time on the way out, and locks for each kilobyte.
 *
 * <p>For one thread only.
 */
final class ClearedBlocks implements BlockPool {

    /** Of the function that fills blocks: two to compute in, two for addresses. */
    private static final int WORKING = 4;

    private final List<Block> free;

    /** @param kibibytes a block each */
    ClearedBlocks(int kibibytes) {
        this.free = new ArrayList<>(kibibytes + WORKING);
    }

    @Override
    public Block allocate() {
        return free.isEmpty() ? new Block() : free.removeLast();
    }

    @Override
    public void deallocate(Block block) {
        free.add(block.clear());
    }
}
