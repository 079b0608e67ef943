package io.tollgate.bench;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** W8: what a decision of the limiter costs: W2 with it and without it, in turn; and the limiter's script alone in Redis. */
final class LimiterCost implements Workload {

    private static final Path SCRIPT = Path.of("src/main/resources/redis/rate_limit.lua");
    private static final int REDIS_CLIENTS = 16;
    private static final int REDIS_GUESS = 40_000;

    @Override
    public void run(Stand stand, Consumer<Result> lines) throws Exception {
        Settings settings = stand.settings();
        Product _ = stand.product(Configuration.LIMITED);
        Contest contest = new Contest(
                "W8",
                "GET /me with the limiter; the limit is the same without it",
                Configuration.LIMITED.description(),
                AuthenticatedRead.CONNECTIONS,
                AuthenticatedRead.reads(stand, Configuration.LIMITED),
                "W2",
                AuthenticatedRead.reads(stand, Configuration.PLAIN));
        Result measured = contest.hold(settings);
        Sample with = measured.ours();
        Sample without = measured.limitRun();
        Result judged = without == null
                ? measured
                : measured.held(
                        Bar.atMost("CPU µs added", more(with.cpuMicros(), without.cpuMicros()), 10),
                        Bar.atMost("CPU with / without", orNone(with.cpuMicros()) / orNone(without.cpuMicros()), 1.25),
                        Bar.atMost("p99 ms added", more(with.p99(), without.p99()), 2));
        lines.accept(judged);
        lines.accept(script(stand));
    }

    private static Result script(Stand stand) throws Exception {
        Settings settings = stand.settings();
        String digest = stand.redis().load(SCRIPT);
        Sample alone = stand.redis()
                .benchmark(
                        REDIS_CLIENTS,
                        settings.seconds(),
                        REDIS_GUESS,
                        "evalsha",
                        digest,
                        "1",
                        "bench:__rand_int__",
                        "1000",
                        "1000000");
        return Result.of(
                "L6",
                "the limiter's script in Redis, one bucket, for comparison with W8",
                "redis-benchmark",
                REDIS_CLIENTS,
                alone);
    }

    private static double more(@Nullable Double with, @Nullable Double without) {
        return orNone(with) - orNone(without);
    }

    private static double orNone(@Nullable Double value) {
        return value == null ? Double.NaN : value;
    }
}
