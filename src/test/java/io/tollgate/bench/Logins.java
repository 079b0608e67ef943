package io.tollgate.bench;

import java.nio.file.Path;
import java.util.function.Consumer;

/** W3: logins against the bare hash. */
final class Logins implements Workload {

    private static final int BUSY = 4;
    private static final int TWO = 2;

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
}
