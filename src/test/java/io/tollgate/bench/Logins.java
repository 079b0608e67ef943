package io.tollgate.bench;

import java.nio.file.Path;
import java.util.function.Consumer;

/** W3: logins against the bare hash, and what they do to everybody else. */
final class Logins implements Workload {

    private static final int BUSY = 4;
    private static final int TWO = 2;
    private static final int CROWD = 200;
    private static final int NEIGHBOURS_RATE = 200;
    private static final int NEIGHBOURS_CONNECTIONS = 32;

    @Override
    public void run(Stand stand, Consumer<Result> lines) throws Exception {
        Settings settings = stand.settings();
        Product product = stand.product(Configuration.PLAIN);
        Path users =
                stand.accounts(Configuration.PLAIN).logins(settings.directory().resolve("logins.tsv"));
        Contest contest = new Contest(
                "W3",
                "POST /login",
                Configuration.PLAIN.description(),
                BUSY,
                seconds -> product.measure(() -> login(settings, product, users, BUSY, seconds)),
                "L8",
                seconds -> Argon2Limit.measure(settings, seconds));
        Result busy = contest.hold(settings, Bar.ratio(0.85));
        lines.accept(busy);
        Sample two = product.measure(() -> login(settings, product, users, TWO, settings.seconds()));
        double costMillis = 1000.0 * settings.cores() / hashes(busy);
        lines.accept(Result.of("W3-two", "POST /login, two in flight", Configuration.PLAIN.description(), TWO, two)
                .held(Bar.p95(Math.ceil(2 * costMillis))));
        lines.accept(neighbours(stand, product, users));
    }

    private static double hashes(Result result) {
        Sample limit = result.limitRun();
        return limit == null ? 1 : limit.rate();
    }

    private static Sample login(Settings settings, Product product, Path users, int connections, int seconds)
            throws Exception {
        String request = settings.sources().resolve("login.http").toString();
        return new Wrk(settings).run(product.url(), connections, seconds, "template.lua", request, users.toString());
    }

    /** An authenticated read in an open loop, alone and beside more logins than can be worked off. */
    private static Result neighbours(Stand stand, Product product, Path users) throws Exception {
        Settings settings = stand.settings();
        Path tokens = stand.accounts(Configuration.PLAIN)
                .accessTokens(product, settings.directory().resolve("access.tsv"));
        Sample alone = reads(settings, product, tokens);
        Thread logins = Thread.ofVirtual().start(() -> {
            try {
                Sample _ = login(settings, product, users, CROWD, settings.seconds() + 6);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        Sample beside = reads(settings, product, tokens);
        logins.join();
        double growth = millis(beside) / millis(alone);
        return Result.of(
                        "W3-beside",
                        "GET /me at %d/s in an open loop while %d connections log in (p99 alone %.1f ms)"
                                .formatted(NEIGHBOURS_RATE, CROWD, millis(alone)),
                        Configuration.PLAIN.description(),
                        NEIGHBOURS_CONNECTIONS,
                        beside)
                .held(Bar.atMost("p99 / p99 alone", growth, 2));
    }

    private static double millis(Sample sample) {
        return sample.p99() == null ? Double.NaN : sample.p99();
    }

    private static Sample reads(Settings settings, Product product, Path tokens) throws Exception {
        Path request = settings.sources().resolve("me.http");
        return new Load(settings)
                .offer(product.url(), request, tokens, NEIGHBOURS_RATE, NEIGHBOURS_CONNECTIONS, 2, settings.seconds());
    }
}
