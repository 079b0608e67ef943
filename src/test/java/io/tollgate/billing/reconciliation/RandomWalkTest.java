package io.tollgate.billing.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.FreshDatabase;
import io.tollgate.LongTests;
import io.tollgate.MutableClock;
import io.tollgate.OwnThreads;
import io.tollgate.SecondNode;
import io.tollgate.TestStripe;
import io.tollgate.billing.Buyers;
import io.tollgate.stripeemulator.Controls;
import io.tollgate.stripeemulator.StripeEmulator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Several hundred users do what comes to their minds while events come late, twice, in another order or never. Then
 * everything at Stripe is compared once, and we have what Stripe has; compared again, nothing differs.
 *
 * <p>{@code -Dtollgate.walk.seed=} repeats the deeds of a walk; which event overtakes which it cannot repeat.
 */
@Tag(LongTests.EXPECTED)
class RandomWalkTest {

    private static final int WALKERS = 200;
    private static final int ROUNDS = 5;
    private static final int AT_ONCE = 8;

    private final long seed = Long.getLong("tollgate.walk.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final MutableClock clock = new MutableClock();
    private final List<Walker> walkers = new ArrayList<>();
    private StripeEmulator emulator;
    private Controls stripe;
    private SecondNode node;
    private Buyers buyers;
    private Reports reports;

    @BeforeEach
    void startOnACleanSheet() {
        emulator = StripeEmulator.start(
                StripeEmulator.Settings.on(clock).apiKey(TestStripe.SECRET_KEY).webhookTries(3, Duration.ofMillis(50)));
        stripe = emulator.controls();
        node = SecondNode.start(
                clock,
                Map.of(
                        "DATABASE_URL", FreshDatabase.create(),
                        "KAFKA_TOPIC_PREFIX", UUID.randomUUID() + ".",
                        "STRIPE_API_BASE", emulator.baseUrl()));
        String _ = emulator.deliverTo(node.url() + "/billing/stripe/webhook", TestStripe.WEBHOOK_SECRET);
        buyers = new Buyers(node.http(), node.users(), node.bean(DatabaseClient.class));
        reports = new Reports(node.http(), node.users());
    }

    @AfterEach
    void stop() {
        node.close();
        emulator.stop();
    }

    @Test
    void endsWithWhatStripeHas() {
        System.out.println("Random walk with -Dtollgate.walk.seed=" + seed);
        List<Deed> deeds =
                new Deeds(List.of(buyers.plan(1900), buyers.plan(4900), buyers.plan(2900, 7)), stripe, node).table();
        stripe.afterRetries(random.nextBoolean() ? "cancel" : "unpaid");
        IntStream.range(0, WALKERS).forEach(i -> walkers.add(new Walker(seed + i, node.http(), node.users(), buyers)));

        for (int round = 0; round < ROUNDS; round++) {
            disturb(round);
            forAll(walker -> walker.step(deeds));
            settle(round);
        }
        idle();
        Reports.Report first = reports.alone().run();
        idle();
        Reports.Report second = reports.alone().run();
        System.out.println(summary(first));

        // The nightly run may have come before ours: nights pass while they walk.
        assertThat(count("select count(*) from reconciliation_differences"))
                .as("the walk lost events, seed %d", seed)
                .isPositive();
        assertThat(second.differences()).as("seed %d", seed).isEmpty();
        forAll(new WalkComparison(node, seed)::compare);
        assertThat(count("select count(*) from dead_letters")).isZero();
        assertThat(count("""
                select count(*) from (select user_id from subscriptions where duplicate_of is null and replaced_by is null
                    and status in ('trialing', 'active', 'past_due', 'unpaid', 'paused')
                    group by user_id having count(*) > 1) twice""")).isZero();
    }

    /** What happens to the events of this round. */
    private void disturb(int round) {
        switch (round % ROUNDS) {
            case 0, 4 -> stripe.delayWebhooks(Duration.ofMillis(300), random.nextLong());
            case 1 -> stripe.deliverEachWebhook(2);
            case 2 -> stripe.dropWebhooks(true);
            default -> stripe.loseWebhooks(Duration.ofHours(1 + random.nextInt(100)));
        }
    }

    private void settle(int round) {
        // Mostly hours, so that pages, trials and grace are met half-way too.
        clock.advance(
                random.nextBoolean()
                        ? Duration.ofMinutes(random.nextInt(20 * 60))
                        : Duration.ofHours(random.nextInt(24 * 20)));
        stripe.advance(Duration.ZERO);
        stripe.delayWebhooks(Duration.ZERO, 0);
        stripe.deliverEachWebhook(1);
        stripe.dropWebhooks(false);
        stripe.loseWebhooks(Duration.ZERO);
        // In the first round what was paid is known before it goes on; later nobody waits.
        if (round == 0) {
            idle();
        }
        forAll(Walker::logInAgain);
    }

    private void forAll(Consumer<Walker> deed) {
        Flux.fromIterable(walkers)
                .flatMap(
                        walker -> Mono.fromRunnable(() -> deed.accept(walker)).subscribeOn(OwnThreads.SCHEDULER),
                        AT_ONCE)
                .blockLast();
    }

    /** No event is on its way, no work waits, and none is being done. */
    private void idle() {
        // An operation is looked at once more after two minutes, of which the walk may have gone none.
        clock.advance(Duration.ofMinutes(3));
        AtomicLong done = new AtomicLong(-1);
        Awaiting.until("all work is done", Duration.ofSeconds(60), () -> {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(150));
            boolean empty = stripe.deliveriesUnderWay() == 0 && count("""
                            select (select count(*) from stripe_events where status = 'pending')
                                 + (select count(*) from outbox where type <> 'mail.send')""") == 0;
            long processed = count("select count(*) from processed_jobs where type <> 'mail.send'");
            return empty && done.getAndSet(processed) == processed;
        });
    }

    /** So that a walk that went nowhere is seen. */
    private String summary(Reports.Report first) {
        Map<String, Long> deeds = walkers.stream()
                .flatMap(walker -> walker.road.stream())
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
        return "%s%n%d subscriptions %s, %d payments %s, %d events; drift %s%n"
                .formatted(
                        deeds,
                        count("select count(*) from subscriptions"),
                        buyers.query("select status, count(*) from subscriptions group by status order by status"),
                        count("select count(*) from payments"),
                        buyers.query("select status, count(*) from payments group by status order by status"),
                        count("select count(*) from stripe_events"),
                        first.view().path("drift_by_kind"));
    }

    private long count(String sql) {
        return node.bean(DatabaseClient.class)
                .sql(sql)
                .mapValue(Long.class)
                .one()
                .block();
    }
}
