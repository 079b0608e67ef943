package io.tollgate.bench;

import java.util.function.Consumer;

/** W6-grown: batches again, and reads of current usage, when ten million events are there. */
final class GrownUsage implements Workload {

    private static final int READERS = 4;

    @Override
    public void run(Stand stand, Consumer<Result> lines) throws Exception {
        Settings settings = stand.settings();
        Product product = stand.product(Configuration.GROWN_USAGE);
        MeteredAccounts accounts = MeteredAccounts.on(product, settings);
        Progress.say("W6-grown: ten million events are made, which takes minutes");
        product.database().execute(settings.source("usage-grow.sql"));
        lines.accept(UsageReports.batches("W6-grown", product, accounts, Bar.ratio(0.40), Bar.rate(250)));
        String readings = accounts.readings().toString();
        String template = settings.sources().resolve("usage-me.http").toString();
        Sample _ = product.measure(() ->
                new Wrk(settings).run(product.url(), READERS, settings.warmUp(), "template.lua", template, readings));
        Sample sample = product.measure(() ->
                new Wrk(settings).run(product.url(), READERS, settings.seconds(), "template.lua", template, readings));
        lines.accept(Result.of(
                        "W6-read",
                        "GET /admin/subscriptions/{id}/usage at ten million events",
                        Configuration.GROWN_USAGE.description(),
                        READERS,
                        sample)
                .held(Bar.p95(20)));
    }
}
