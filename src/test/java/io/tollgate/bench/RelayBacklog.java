package io.tollgate.bench;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** W5-backlog: how long the relay takes to bring Kafka what piled up in the outbox; lines of the audit log, which nobody works on. */
final class RelayBacklog implements Workload {

    private static final Configuration RELAY = new Configuration(
            "bench_relay", Map.of("RATE_LIMIT_ENABLED", "false"), List.of(), "all roles, nothing else to do");

    private static final int ROWS = 100_000;
    private static final double SECONDS = 60;
    private static final long LOOK_MILLIS = 200;
    private static final int PATIENCE_LOOKS = 1500;

    /** Of one that is as long as a login's. */
    private static final String PROMISE = """
            insert into outbox (id, type, topic, key, payload, created_at, available_at)
            select uuidv7(), 'audit.line', 'audit', 'bench-' || n %% 1000,
                   jsonb_build_object('id', uuidv7(), 'key', 'bench-' || n %% 1000, 'action', 'login', 'outcome', 'success',
                                      'at', now(), 'details', jsonb_build_object('text', repeat('x', 200))),
                   now(), now()
            from generate_series(1, %d) n""";

    private static final String LEFT = "select count(*) from outbox where type = 'audit.line' and key like 'bench-%'";

    @Override
    public void run(Stand stand, Consumer<Result> lines) throws Exception {
        Product product = stand.product(RELAY);
        WarmUp.untilSteady("W5-backlog", () -> drained(product));
        Sample sample = product.measure(() -> drained(product));
        double seconds = ROWS / sample.rate();
        lines.accept(Result.of(
                        "W5-backlog",
                        "%,d rows of the outbox brought to Kafka in %.1f s".formatted(ROWS, seconds),
                        RELAY.description(),
                        0,
                        sample)
                .held(Bar.atMost("seconds", seconds, SECONDS)));
    }

    private static Sample drained(Product product) throws Exception {
        Database database = product.database();
        database.execute(PROMISE.formatted(ROWS));
        long begun = System.nanoTime();
        long left = ROWS;
        for (int look = 0; look < PATIENCE_LOOKS && left > 0; look++) {
            if (!product.waits(LOOK_MILLIS)) {
                throw new IllegalStateException("The product has gone");
            }
            left = database.number(LEFT);
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        return Sample.of((ROWS - left) / seconds, null, null, null, ROWS - left, left);
    }
}
