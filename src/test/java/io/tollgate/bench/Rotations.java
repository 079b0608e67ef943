package io.tollgate.bench;

import java.nio.file.Path;
import java.util.function.Consumer;

/** W4: refresh token rotation, against its statements in pgbench. Each run spends families of its own. */
final class Rotations implements Workload {

    private static final int CONNECTIONS = 64;
    private static final int POSTGRES_CLIENTS = 16;
    private static final int FAMILIES = 1000;

    @Override
    public void run(Stand stand, Consumer<Result> lines) throws Exception {
        Settings settings = stand.settings();
        Product product = stand.product(Configuration.PLAIN);
        Accounts accounts = stand.accounts(Configuration.PLAIN);
        product.database()
                .execute(settings.source("rotation-setup.sql").replace(":families", Integer.toString(FAMILIES)));
        PgBench pgBench = new PgBench(settings, product.database());
        Contest contest = new Contest(
                "W4",
                "POST /refresh-token",
                Configuration.PLAIN.description(),
                CONNECTIONS,
                seconds -> {
                    Path tokens =
                            accounts.refreshTokens(product, settings.directory().resolve("refresh.tsv"));
                    return product.measure(() -> new Wrk(settings)
                            .run(product.url(), CONNECTIONS, seconds, "refresh.lua", tokens.toString()));
                },
                "L4",
                seconds -> pgBench.run(
                        settings.sources().resolve("rotation.sql"), POSTGRES_CLIENTS, seconds, "families=" + FAMILIES));
        lines.accept(contest.hold(settings, Bar.ratio(0.45), Bar.p99(50)));
    }
}
