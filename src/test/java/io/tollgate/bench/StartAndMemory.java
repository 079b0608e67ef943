package io.tollgate.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** W9: how soon it is ready, and how much memory it holds. Start times are in seconds, in the place of milliseconds. */
final class StartAndMemory implements Workload {

    private static final int STARTS = 3;
    private static final int CONNECTIONS = 200;
    private static final long IDLE_MILLIS = 5000;

    @Override
    public void run(Stand stand, Consumer<Result> lines) throws Exception {
        List<String> cached = stand.cached();
        Product _ = stand.product(Configuration.PLAIN);
        stand.stopProducts();
        lines.accept(starts(stand, "plain jar", stand.packaged().plain(), 6));
        lines.accept(starts(stand, "unpacked, AOT cache", cached, 3));
        lines.accept(memory(stand, cached));
    }

    private static Result starts(Stand stand, String how, List<String> command, double bound) throws Exception {
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i < STARTS; i++) {
            try (Product product = stand.start(Configuration.PLAIN, command)) {
                seconds.add(product.startTime().toMillis() / 1e3);
            }
        }
        double median = seconds.stream().sorted().toList().get(STARTS / 2);
        Progress.say("W9 %s: %s s", how, seconds);
        return Result.of(
                        "W9-start",
                        "from the start of the process to 200 on /readyz, %s: %.2f s (median of %d)"
                                .formatted(how, median, STARTS),
                        Configuration.PLAIN.description(),
                        0,
                        Sample.of(0, null, null, null, STARTS, 0))
                .held(Bar.atMost("start s", median, bound));
    }

    private static Result memory(Stand stand, List<String> command) throws Exception {
        try (Product product = stand.start(Configuration.PLAIN, command)) {
            boolean _ = product.waits(IDLE_MILLIS);
            long idle = product.residentMegabytes();
            Wrk wrk = new Wrk(stand.settings());
            int seconds = stand.settings().warmUp() + stand.settings().seconds();
            Sample sample = product.measure(() -> wrk.get(product.url() + "/billing/plans", CONNECTIONS, seconds));
            long loaded = product.residentMegabytes();
            return Result.of(
                            "W9-memory",
                            "resident memory: %d MB idle, %d MB after %d s of GET /billing/plans"
                                    .formatted(idle, loaded, seconds),
                            "-Xmx1g",
                            CONNECTIONS,
                            sample)
                    .held(Bar.atMost("idle MB", idle, 350), Bar.atMost("loaded MB", loaded, 650));
        }
    }
}
