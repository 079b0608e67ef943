package io.tollgate.bench;

import java.util.function.Consumer;

/**
 * W6: usage told one event at a time and a hundred at a time, every event new, against the same rows inserted by PostgreSQL alone.
 */
final class UsageReports implements Workload {

    static final int POSTGRES_CLIENTS = 16;

    /** More than any run here can send: what is not sent costs only disk. */
    private static final int EVENTS_PER_SECOND = 20_000;

    private static final int BATCHES_PER_SECOND = 3_000;
    private static final int BATCH_CONNECTIONS = 32;

    @Override
    public void run(Stand stand, Consumer<Result> lines) throws Exception {
        Product product = stand.product(Configuration.USAGE);
        MeteredAccounts accounts = MeteredAccounts.on(product, stand.settings());
        for (int connections : new int[] {64, 200}) {
            lines.accept(singles(product, accounts, connections));
        }
        lines.accept(batches("W6-batch", product, accounts, Bar.ratio(0.40), Bar.rate(500)));
    }

    private static Result singles(Product product, MeteredAccounts accounts, int connections) throws Exception {
        Settings settings = accounts.settings();
        Contest contest = new Contest(
                "W6",
                "POST /billing/usage",
                Configuration.USAGE.description(),
                connections,
                seconds -> {
                    String lines =
                            accounts.requests(EVENTS_PER_SECOND * seconds).toString();
                    String template = settings.sources().resolve("usage.http").toString();
                    return product.measure(() -> new Wrk(settings)
                            .run(product.url(), connections, seconds, "template.lua", template, lines, "once"));
                },
                "L3",
                seconds -> new PgBench(settings, product.database())
                        .run(settings.sources().resolve("usage-one.sql"), POSTGRES_CLIENTS, seconds));
        return contest.hold(settings, Bar.ratio(0.35), Bar.p99(100));
    }

    /** Requests per second, of a hundred events each. */
    static Result batches(String name, Product product, MeteredAccounts accounts, Bar... bars) throws Exception {
        Settings settings = accounts.settings();
        String template = accounts.batchTemplate().toString();
        Contest contest = new Contest(
                name,
                "POST /billing/usage/batch, 100 events each",
                Configuration.USAGE.description(),
                BATCH_CONNECTIONS,
                seconds -> {
                    String lines =
                            accounts.requests(BATCHES_PER_SECOND * seconds).toString();
                    return product.measure(() -> new Wrk(settings)
                            .run(product.url(), BATCH_CONNECTIONS, seconds, "template.lua", template, lines, "once"));
                },
                "L5",
                seconds -> new PgBench(settings, product.database())
                        .run(settings.sources().resolve("usage-hundred.sql"), POSTGRES_CLIENTS, seconds));
        return contest.hold(settings, bars);
    }
}
