package io.tollgate.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** W3-beside: what more logins than can be worked off do to everybody else. */
final class LoginNeighbours implements Workload {

    private static final int CROWD = 200;
    private static final int RATE = 200;
    private static final int CONNECTIONS = 32;

    /** Alone and beside in turn: whatever else slows the machine slows both. */
    private static final int ROUNDS = 3;

    /** The tool compiles itself, and the server what it runs while it is busy. */
    private static final int WARM_UP_SECONDS = 8;

    @Override
    public void run(Stand stand, Consumer<Result> lines) throws Exception {
        Settings settings = stand.settings();
        Product product = stand.product(Configuration.PLAIN);
        Accounts accounts = stand.accounts(Configuration.PLAIN);
        Path users = accounts.logins(settings.directory().resolve("logins.tsv"));
        Path tokens = accounts.accessTokens(product, settings.directory().resolve("access.tsv"));
        Contest.Run reads = AuthenticatedRead.reads(stand, Configuration.PLAIN);
        WarmUp.untilSteady("W3-beside GET /me", () -> reads.go(settings.warmUp()));
        Sample _ = logins(settings, product, users, settings.warmUp());

        List<Sample> alone = new ArrayList<>();
        List<Sample> beside = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            alone.add(said("alone", reads(settings, product, tokens)));
            Thread crowd = crowd(settings, product, users);
            beside.add(said("beside logins", reads(settings, product, tokens)));
            crowd.join();
        }
        Sample quiet = Sample.medianByP99(alone);
        Sample crowded = Sample.medianByP99(beside);
        lines.accept(Result.of(
                        "W3-beside",
                        "GET /me at %d/s in an open loop while %d connections log in (alone: p50 %.1f ms, p99 %.1f ms)"
                                .formatted(RATE, CROWD, quiet.p50(), quiet.p99()),
                        Configuration.PLAIN.description(),
                        CONNECTIONS,
                        crowded)
                .held(Bar.atMost("p99 / p99 alone", crowded.p99() / quiet.p99(), 2)));
    }

    private static Thread crowd(Settings settings, Product product, Path users) {
        return Thread.ofVirtual().start(() -> {
            try {
                Sample _ = logins(settings, product, users, settings.seconds() + WARM_UP_SECONDS + 4);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static Sample logins(Settings settings, Product product, Path users, int seconds) throws Exception {
        String request = settings.sources().resolve("login.http").toString();
        return new Wrk(settings).run(product.url(), CROWD, seconds, "template.lua", request, users.toString());
    }

    private static Sample reads(Settings settings, Product product, Path tokens) throws Exception {
        Path request = settings.sources().resolve("me.http");
        return new Load(settings)
                .offer(product.url(), request, tokens, RATE, CONNECTIONS, WARM_UP_SECONDS, settings.seconds());
    }

    private static Sample said(String when, Sample sample) {
        Progress.say("W3-beside GET /me: %s p50 %.1f ms, p99 %.1f ms", when, sample.p50(), sample.p99());
        return sample;
    }
}
