package io.tollgate.bench;

import io.tollgate.stripeemulator.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * W5: signed webhooks, each a new event, against the durable insert alone; then at a steady 200 a second while Stripe, which the
 * work behind them asks, takes two seconds for each call.
 */
final class Webhooks implements Workload {

    private static final PaidSubscription NOBODYS = new PaidSubscription("sub_bench", "cus_bench");
    private static final int POSTGRES_CLIENTS = 16;
    private static final int STEADY_RATE = 200;
    private static final int STEADY_CONNECTIONS = 64;
    private static final Duration SLOW = Duration.ofSeconds(2);

    /** More than any run here can send: what is not sent costs only disk. */
    private static final int EVENTS_PER_SECOND = 15_000;

    @Override
    public void run(Stand stand, Consumer<Result> lines) throws Exception {
        for (int connections : List.of(64, 200)) {
            lines.accept(peak(stand, connections));
        }
        lines.accept(whileStripeIsSlow(stand));
    }

    private static Result peak(Stand stand, int connections) throws Exception {
        Settings settings = stand.settings();
        Product product = stand.product(Configuration.API_ONLY);
        Path inbox = inbox(settings);
        PgBench pgBench = new PgBench(settings, product.database());
        Contest contest = new Contest(
                "W5",
                "POST /billing/stripe/webhook",
                Configuration.API_ONLY.description(),
                connections,
                seconds -> {
                    SignedEvents events = SignedEvents.write(settings, List.of(NOBODYS), EVENTS_PER_SECOND * seconds);
                    return product.measure(() -> new Wrk(settings)
                            .run(
                                    product.url(),
                                    connections,
                                    seconds,
                                    "template.lua",
                                    events.template().toString(),
                                    events.lines().toString(),
                                    "once"));
                },
                "L3",
                seconds -> pgBench.run(inbox, POSTGRES_CLIENTS, seconds));
        return contest.hold(settings, Bar.ratio(0.35), Bar.p99(50));
    }

    /** The statement with the body of a webhook in it. pgbench takes a colon before a letter for a variable of its own. */
    private static Path inbox(Settings settings) throws IOException {
        String request = settings.source("webhook.http");
        String body = request.substring(request.indexOf("\n\n") + 2).strip().replace("\":", "\": ");
        return Files.writeString(
                settings.directory().resolve("inbox.sql"),
                settings.source("inbox.sql").replace("PAYLOAD", body));
    }

    private static Result whileStripeIsSlow(Stand stand) throws Exception {
        Settings settings = stand.settings();
        Product product = stand.product(Configuration.WEBHOOKS);
        PaidSubscription subscription = PaidSubscription.nobodys(stand.stripe());
        SignedEvents events = SignedEvents.write(
                settings, List.of(subscription), STEADY_RATE * (settings.seconds() + settings.warmUp()));
        stand.stripe().controls().forgetRequests();
        stand.stripe().controls().fail(Fault.slow(SLOW).untilCleared());
        Progress.say("W5-slow: %d/s while Stripe takes %s", STEADY_RATE, SLOW);
        Sample sample = new Load(settings)
                .offer(
                        product.url(),
                        events.template(),
                        events.lines(),
                        STEADY_RATE,
                        STEADY_CONNECTIONS,
                        settings.warmUp(),
                        settings.seconds());
        stand.stripe().controls().clearFaults();
        Progress.say(
                "W5-slow: Stripe was asked %d times",
                stand.stripe().controls().requests().size());
        return Result.of(
                        "W5-slow",
                        "POST /billing/stripe/webhook at %d/s in an open loop while Stripe takes 2 s per call"
                                .formatted(STEADY_RATE),
                        Configuration.WEBHOOKS.description(),
                        STEADY_CONNECTIONS,
                        sample)
                .held(Bar.p99(100));
    }
}
