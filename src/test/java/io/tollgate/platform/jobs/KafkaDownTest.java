package io.tollgate.platform.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.r2dbc.spi.ConnectionFactories;
import io.tollgate.Awaiting;
import io.tollgate.EverydayUse;
import io.tollgate.FreshDatabase;
import io.tollgate.LongTests;
import io.tollgate.Mailbox;
import io.tollgate.MutableClock;
import io.tollgate.SecondNode;
import io.tollgate.faults.FaultProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;

/** A broker that is away when the node starts, comes, goes and comes again. */
@ExtendWith(OutputCaptureExtension.class)
@Tag(LongTests.EXPECTED)
class KafkaDownTest {

    private static final Duration OUTAGE = Duration.ofMillis(1_500);

    /** More than the relay takes at once. */
    private static final int JOBS = OutboxRows.BATCH + 10;

    private final List<String> promised = new ArrayList<>();

    @Test
    void servesWithoutKafkaAndDoesInOrderWhatWasPromisedMeanwhile(CapturedOutput output) {
        try (FaultProxy proxy = FaultProxy.to("127.0.0.1", 9)) {
            EmbeddedKafkaBroker kafka = brokerBehind(proxy);
            proxy.cut();
            try (SecondNode node = SecondNode.start(new MutableClock(), settings(proxy))) {
                String registered = EverydayUse.of(node).goesOn();
                promiseWhileAway(node);
                assertThat(webhooks(node)).containsExactly("pending, worked on 0 times");
                proxy.heal();
                awaitAll(node);
                Awaiting.until("the webhook", () -> webhooks(node).equals(List.of("ignored, worked on 1 times")));
                assertThat(Mailbox.of(registered).await(1)).hasSize(1);

                proxy.cut();
                promiseWhileAway(node);
                awaitSaid(output);
                proxy.heal();
                awaitAll(node);
                assertThat(node.bean(ProbeJob.class).order()).containsExactlyElementsOf(promised);
                Awaiting.until("health", () -> health(node).equals(Status.UP));
            } finally {
                kafka.destroy();
            }
        }
        assertThat(output.getOut().lines().filter(line -> line.contains(" WARN ") || line.contains("ERROR")))
                .as("lines about two outages")
                .hasSizeLessThan(25);
    }

    /** What it keeps leased goes a minute after what was promised later. */
    @Test
    void givesBackWhatItHasInHandWhenItStops() {
        String database = FreshDatabase.create();
        Map<String, String> away = Map.of("DATABASE_URL", database, "KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:9");
        DatabaseClient db = DatabaseClient.create(ConnectionFactories.get("r2dbc:" + database));
        try (SecondNode node = SecondNode.start(new MutableClock(), away)) {
            node.bean(Outbox.class)
                    .enqueue(Probe.TYPE, "one key", Probe.writing("probe"))
                    .block();
            Awaiting.until("it is in hand", () -> leased(db));
        }
        Awaiting.until("it is free", () -> !leased(db));
    }

    /** What came of each: nobody takes what that one tells of. */
    private static List<String> webhooks(SecondNode node) {
        return node.bean(DatabaseClient.class)
                .sql(
                        "select status || ', worked on ' || (select count(*) from processed_jobs where type = 'stripe.event')"
                                + " || ' times' from stripe_events")
                .mapValue(String.class)
                .all()
                .collectList()
                .block();
    }

    private static boolean leased(DatabaseClient db) {
        return db.sql("select exists (select from outbox where key = 'one key' and claimed_until is not null)")
                .mapValue(Boolean.class)
                .one()
                .block();
    }

    private void promiseWhileAway(SecondNode node) {
        JobRows rows = new JobRows(node.bean(DatabaseClient.class));
        Outbox outbox = node.bean(Outbox.class);
        int before = promised.size();
        List<String> names = IntStream.range(before, before + JOBS)
                .mapToObj(i -> "probe-" + i)
                .toList();
        node.bean(TransactionalOperator.class)
                .transactional(Flux.fromIterable(names)
                        .concatMap(each -> outbox.enqueue(Probe.TYPE, "one key", Probe.writing(each))))
                .blockLast();
        promised.addAll(names);
        Awaiting.during("they wait", OUTAGE, () -> rows.inOutbox("one key") == JOBS);
        assertThat(health(node)).isEqualTo(Status.DOWN);
        Awaiting.until("an answer about it in time", () -> answersInTime(node.bean(KafkaClients.class)));
        node.bean(OutboxWatch.class).measure().block();
        assertThat(gauge(node, "tollgate.outbox.depth")).isGreaterThanOrEqualTo(JOBS);
        assertThat(gauge(node, "tollgate.outbox.oldest.age")).isGreaterThanOrEqualTo(OUTAGE.toMillis() / 1e3);
    }

    private void awaitAll(SecondNode node) {
        JobRows rows = new JobRows(node.bean(DatabaseClient.class));
        String last = promised.getLast();
        Awaiting.until("the last one", Duration.ofSeconds(60), () -> rows.effects(last) == 1);
        assertThat(rows.allEffects()).containsExactlyInAnyOrderElementsOf(promised);
        Awaiting.until("an empty outbox", () -> rows.inOutbox("one key") == 0);
    }

    /** A consumer that failed has made the relay look for its topics again: it gives up after 5 s, not after 1 s. */
    private static void awaitSaid(CapturedOutput output) {
        Awaiting.until("a line about it", () -> output.getOut().contains("Jobs wait in the outbox: "));
    }

    private static Status health(SecondNode node) {
        return node.bean(KafkaHealth.class)
                .health()
                .block(Duration.ofSeconds(10))
                .getStatus();
    }

    /** Asked anew, not told what was found before. One slow answer may be the machine's fault, all of them are ours. */
    private static boolean answersInTime(KafkaClients clients) {
        KafkaHealth asked = new KafkaHealth(clients);
        try {
            long begin = System.nanoTime();
            Status status = asked.health().block(Duration.ofSeconds(10)).getStatus();
            return status.equals(Status.DOWN) && System.nanoTime() - begin < 1_500_000_000L;
        } finally {
            asked.destroy();
        }
    }

    private static double gauge(SecondNode node, String name) {
        return node.bean(MeterRegistry.class).get(name).gauge().value();
    }

    /** Clients find the broker by the address that it gives out: that has to be the proxy's. */
    private static EmbeddedKafkaBroker brokerBehind(FaultProxy proxy) {
        EmbeddedKafkaBroker kafka = new EmbeddedKafkaKraftBroker(1, 1)
                .brokerProperties(Map.of(
                        "group.initial.rebalance.delay.ms",
                        "0",
                        "advertised.listeners",
                        "EXTERNAL://" + proxy.address()));
        kafka.afterPropertiesSet();
        String[] address = kafka.getBrokersAsString().split(":");
        proxy.retarget(address[0], Integer.parseInt(address[1]));
        return kafka;
    }

    private static Map<String, String> settings(FaultProxy proxy) {
        return Map.of(
                "DATABASE_URL",
                FreshDatabase.create(),
                "KAFKA_BOOTSTRAP_SERVERS",
                proxy.address(),
                "tollgate.kafka.partitions",
                "1",
                // Sends and looks for topics fail well within the outage: the relay has to give the rows back.
                "tollgate.kafka.properties.request.timeout.ms",
                "500",
                "tollgate.kafka.properties.delivery.timeout.ms",
                "1000",
                "tollgate.kafka.properties.default.api.timeout.ms",
                "500",
                "tollgate.kafka.properties.max.block.ms",
                "1000",
                // One at a time, so that the order of work is the order in the topic.
                "tollgate.jobs.concurrency",
                "1");
    }
}
