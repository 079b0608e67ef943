package io.tollgate.bench;

import java.util.function.Consumer;

/** W1: the public list of plans, against an HTTP server with nothing to do. */
final class PublicPlans implements Workload {

    private static final int CONNECTIONS = 200;

    @Override
    public void run(Stand stand, Consumer<Result> lines) throws Exception {
        Wrk wrk = new Wrk(stand.settings());
        Product product = stand.product(Configuration.PLAIN);
        String plans = product.url() + "/billing/plans";
        String hello = stand.hello();
        Contest contest = new Contest(
                "W1",
                "GET /billing/plans",
                Configuration.PLAIN.description(),
                CONNECTIONS,
                seconds -> product.measure(() -> wrk.get(plans, CONNECTIONS, seconds)),
                "L1",
                seconds -> wrk.get(hello, CONNECTIONS, seconds));
        lines.accept(contest.hold(stand.settings(), Bar.ratio(0.30), Bar.p99(20), Bar.database(0.01)));
    }
}
