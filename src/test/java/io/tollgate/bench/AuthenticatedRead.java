package io.tollgate.bench;

import java.nio.file.Path;
import java.util.function.Consumer;

/** W2: who am I, with a bearer token, against the row by its key; then the same at half that rate in an open loop. */
final class AuthenticatedRead implements Workload {

    static final int CONNECTIONS = 200;
    static final int POSTGRES_CLIENTS = 16;
    static final int USERS = 10_000;

    @Override
    public void run(Stand stand, Consumer<Result> lines) throws Exception {
        Settings settings = stand.settings();
        Product product = stand.product(Configuration.PLAIN);
        fill(product.database());
        PgBench pgBench = new PgBench(settings, product.database());
        Contest contest = new Contest(
                "W2",
                "GET /me",
                Configuration.PLAIN.description(),
                CONNECTIONS,
                reads(stand, Configuration.PLAIN),
                "L2",
                seconds -> pgBench.run(
                        settings.sources().resolve("select.sql"), POSTGRES_CLIENTS, seconds, "users=" + USERS));
        Result closed = contest.hold(settings, Bar.ratio(0.17), Bar.rate(10_000), Bar.p99(60), Bar.redis(0.01));
        lines.accept(closed);
        lines.accept(open(stand, product, Math.floor(closed.ours().rate() / 2)));
    }

    /** Loads that product with reads of a hundred users. */
    static Contest.Run reads(Stand stand, Configuration configuration) throws Exception {
        Settings settings = stand.settings();
        Product product = stand.alsoRunning(configuration);
        // The limiter would stop so many logins from one address; each node takes the other's tokens.
        Path tokens = stand.accounts(Configuration.PLAIN)
                .accessTokens(stand.alsoRunning(Configuration.PLAIN), settings.directory().resolve("access.tsv"));
        String request = settings.sources().resolve("me.http").toString();
        return seconds -> product.measure(() ->
                new Wrk(settings).run(product.url(), CONNECTIONS, seconds, "template.lua", request, tokens.toString()));
    }

    private static Result open(Stand stand, Product product, double rate) throws Exception {
        Settings settings = stand.settings();
        Path tokens = stand.accounts(Configuration.PLAIN)
                .accessTokens(product, settings.directory().resolve("access.tsv"));
        Progress.say("W2 open loop at %,.0f/s", rate);
        Sample sample = new Load(settings)
                .offer(
                        product.url(),
                        settings.sources().resolve("me.http"),
                        tokens,
                        rate,
                        CONNECTIONS,
                        3,
                        settings.seconds());
        return Result.of(
                        "W2-open",
                        "GET /me in an open loop at half of W2's rate",
                        Configuration.PLAIN.description(),
                        CONNECTIONS,
                        sample)
                .held(Bar.p99(25));
    }

    private static void fill(Database database) throws Exception {
        database.execute("""
                insert into users (id, email, email_display, username, created_at, updated_at)
                select gen_random_uuid(), 'row-' || n || '@bench.example', 'row', 'row-' || n, now(), now()
                  from generate_series(1, %d) n on conflict do nothing""".formatted(USERS));
        database.execute("vacuum analyze users");
    }
}
