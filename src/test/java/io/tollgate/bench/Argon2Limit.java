package io.tollgate.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.BlockPool;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.FixedBlockPool;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** The limit of logins: nothing but the hash, by the library as it comes, on as many threads as there are cores. */
public final class Argon2Limit {

    private static final int MEMORY_KIB = 19_456;
    private static final int ITERATIONS = 2;
    private static final int HASH_BYTES = 32;
    private static final byte[] PASSWORD = "a password for the bench".getBytes(StandardCharsets.UTF_8);

    private Argon2Limit() {}

    /** Threads, seconds; prints hashes per second. */
    public static void main(String... arguments) throws InterruptedException {
        int threads = Integer.parseInt(arguments[0]);
        long nanos = Long.parseLong(arguments[1]) * 1_000_000_000;
        // The first second compiles.
        long _ = hash(threads, 1_000_000_000);
        long begin = System.nanoTime();
        long count = hash(threads, nanos);
        System.out.println(count * 1e9 / (System.nanoTime() - begin));
    }

    static Sample measure(Settings settings, int seconds) throws IOException, InterruptedException {
        List<String> options = new ArrayList<>(settings.jvmArguments());
        options.addAll(List.of("-Xmx1g", "-cp", System.getProperty("java.class.path")));
        String printed = Child.output(
                Child.java(
                        options,
                        Argon2Limit.class.getName(),
                        Integer.toString(settings.cores()),
                        Integer.toString(seconds)),
                Map.of(),
                settings.directory().resolve("argon2.log"),
                seconds + 30);
        double rate = Double.parseDouble(printed.strip());
        return Sample.of(rate, null, null, null, Math.round(rate * seconds), 0);
    }

    private static long hash(int threads, long nanos) throws InterruptedException {
        AtomicLong count = new AtomicLong();
        long end = System.nanoTime() + nanos;
        List<Thread> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            running.add(Thread.ofPlatform().start(() -> {
                BlockPool pool = new FixedBlockPool(MEMORY_KIB);
                while (System.nanoTime() < end) {
                    hash(pool);
                    count.incrementAndGet();
                }
            }));
        }
        for (Thread thread : running) {
            thread.join();
        }
        return count.get();
    }

    private static void hash(BlockPool pool) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withSalt(new byte[16])
                .withMemoryAsKB(MEMORY_KIB)
                .withIterations(ITERATIONS)
                .withParallelism(1)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withBlockPool(pool)
                .build());
        int _ = generator.generateBytes(PASSWORD, new byte[HASH_BYTES]);
    }
}
