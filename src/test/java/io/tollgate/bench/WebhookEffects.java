package io.tollgate.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** W5-effect: how long it takes from an event's arrival until what it causes is committed. */
final class WebhookEffects implements Workload {

    private static final int RATE = 100;
    private static final int CONNECTIONS = 16;
    private static final int SUBSCRIBERS = 50;
    private static final double MEDIAN_MILLIS = 100;
    private static final long SETTLING_MILLIS = 3000;

    @Override
    public void run(Stand stand, Consumer<Result> lines) throws Exception {
        Settings settings = stand.settings();
        Product product = stand.product(Configuration.WEBHOOKS);
        Accounts _ = stand.accounts(Configuration.WEBHOOKS);
        int events = RATE * (settings.seconds() + settings.warmUp());
        SignedEvents signed = SignedEvents.write(settings, subscriptions(stand, product.database()), events);
        Progress.say("W5-effect: %d/s about %d subscriptions", RATE, SUBSCRIBERS);
        Sample sample = new Load(settings)
                .offer(
                        product.url(),
                        signed.template(),
                        signed.lines(),
                        RATE,
                        CONNECTIONS,
                        settings.warmUp(),
                        settings.seconds());
        boolean _ = product.waits(SETTLING_MILLIS);
        lines.accept(judged(product.database(), settings, sample));
    }

    private static List<PaidSubscription> subscriptions(Stand stand, Database database) throws Exception {
        String price = database.text("""
                select stripe_price_id from plan_versions where stripe_price_id is not null order by created_at limit 1""");
        List<PaidSubscription> subscriptions = new ArrayList<>();
        for (int i = 0; i < SUBSCRIBERS; i++) {
            String user = database.text("select id from users where email = 'bench-%d@bench.example'".formatted(i));
            subscriptions.add(PaidSubscription.of(user, price, stand.stripe()));
        }
        return subscriptions;
    }

    /** The events of the measured seconds; one that is not worked on yet counts as a minute. */
    private static Result judged(Database database, Settings settings, Sample sample) throws Exception {
        String measured = """
                with measured as (
                    select coalesce(1000 * extract(epoch from processed_at - received_at), 60000) as millis
                    from stripe_events where id like 'evt_bench%%'
                    order by received_at desc limit %d)
                """.formatted(RATE * settings.seconds());
        double median =
                database.decimal(measured + "select percentile_cont(0.5) within group (order by millis) from measured");
        double late = database.decimal(
                measured + "select percentile_cont(0.99) within group (order by millis) from measured");
        long effects = database.number("select count(*) from subscriptions where provider = 'stripe'");
        return Result.of(
                        "W5-effect",
                        "from an event's arrival to its effect at %d/s: median %.0f ms, p99 %.0f ms; %d subscriptions"
                                .formatted(RATE, median, late, effects),
                        Configuration.WEBHOOKS.description(),
                        CONNECTIONS,
                        sample)
                .held(Bar.atMost("median ms", median, MEDIAN_MILLIS));
    }
}
