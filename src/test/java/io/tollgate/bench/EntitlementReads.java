package io.tollgate.bench;

import java.nio.file.Path;
import java.util.function.Consumer;

/** W2-entitled: what may I use, against W2. */
final class EntitlementReads implements Workload {

    @Override
    public void run(Stand stand, Consumer<Result> lines) throws Exception {
        Settings settings = stand.settings();
        Product product = stand.product(Configuration.PLAIN);
        Path tokens = stand.accounts(Configuration.PLAIN)
                .accessTokens(product, settings.directory().resolve("access.tsv"));
        Contest contest = new Contest(
                "W2-entitled",
                "GET /billing/entitlements/me; the limit is GET /me",
                Configuration.PLAIN.description(),
                AuthenticatedRead.CONNECTIONS,
                seconds -> read(settings, product, "entitlements.http", tokens, seconds),
                "W2",
                seconds -> read(settings, product, "me.http", tokens, seconds));
        lines.accept(contest.hold(settings, Bar.ratio(0.8)));
    }

    private static Sample read(Settings settings, Product product, String template, Path tokens, int seconds)
            throws Exception {
        String request = settings.sources().resolve(template).toString();
        return product.measure(() -> new Wrk(settings)
                .run(
                        product.url(),
                        AuthenticatedRead.CONNECTIONS,
                        seconds,
                        "template.lua",
                        request,
                        tokens.toString()));
    }
}
