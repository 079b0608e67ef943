package io.tollgate.platform.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.Awaiting;
import io.tollgate.FreshDatabase;
import io.tollgate.LongTests;
import io.tollgate.MutableClock;
import io.tollgate.SecondNode;
import io.tollgate.faults.FaultProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;
import org.springframework.r2dbc.core.DatabaseClient;

/** A broker that is away when the node starts, comes, goes and comes again. */
@ExtendWith(OutputCaptureExtension.class)
@Tag(LongTests.EXPECTED)
class KafkaDownTest {

    private static final Duration OUTAGE = Duration.ofMillis(2_500);
    private static final int JOBS = 300;

    private final List<String> promised = new ArrayList<>();

    @Test
    void servesWithoutKafkaAndDoesInOrderWhatWasPromisedMeanwhile(CapturedOutput output) {
        try (FaultProxy proxy = FaultProxy.to("127.0.0.1", 9)) {
            EmbeddedKafkaBroker kafka = brokerBehind(proxy);
            proxy.cut();
            try (SecondNode node = SecondNode.start(new MutableClock(), settings(proxy))) {
                promiseWhileAway(node);
                proxy.heal();
                awaitAll(node);

                proxy.cut();
                promiseWhileAway(node);
                proxy.heal();
                awaitAll(node);
                assertThat(node.bean(ProbeJob.class).order()).containsExactlyElementsOf(promised);
                Awaiting.until("health", () -> health(node).equals(Status.UP));
            } finally {
                kafka.destroy();
            }
        }
        assertThat(output.getOut()).contains("Jobs wait in the outbox: ");
        assertThat(output.getOut().lines().filter(line -> line.contains(" WARN ") || line.contains("ERROR")))
                .as("lines about two outages")
                .hasSizeLessThan(25);
    }

    private void promiseWhileAway(SecondNode node) {
        JobRows rows = new JobRows(node.bean(DatabaseClient.class));
        Outbox outbox = node.bean(Outbox.class);
        int before = promised.size();
        for (int i = before; i < before + JOBS; i++) {
            outbox.enqueue(Probe.TYPE, "one key", Probe.writing("probe-" + i)).block();
            promised.add("probe-" + i);
        }
        Awaiting.during("they wait", OUTAGE, () -> rows.inOutbox("one key") == JOBS);
        node.http().get().uri("/no/such/thing").exchange().expectStatus().isNotFound();
        assertThat(health(node)).isEqualTo(Status.DOWN);
        node.bean(OutboxWatch.class).measure().block();
        assertThat(gauge(node, "tollgate.outbox.depth")).isGreaterThanOrEqualTo(JOBS);
        assertThat(gauge(node, "tollgate.outbox.oldest.age")).isGreaterThan(OUTAGE.toSeconds() - 1.0);
    }

    private void awaitAll(SecondNode node) {
        JobRows rows = new JobRows(node.bean(DatabaseClient.class));
        String last = promised.getLast();
        Awaiting.until("the last one", Duration.ofSeconds(60), () -> rows.effects(last) == 1);
        promised.forEach(each -> assertThat(rows.effects(each)).isEqualTo(1));
        Awaiting.until("an empty outbox", () -> rows.inOutbox("one key") == 0);
    }

    private static Status health(SecondNode node) {
        return node.bean(KafkaHealth.class)
                .health()
                .block(Duration.ofMillis(1_500))
                .getStatus();
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
                // Sends fail well within the outage: the relay has to give the rows back.
                "tollgate.kafka.properties.request.timeout.ms",
                "500",
                "tollgate.kafka.properties.delivery.timeout.ms",
                "1000",
                "tollgate.kafka.properties.max.block.ms",
                "1000",
                // One at a time, so that the order of work is the order in the topic.
                "tollgate.jobs.concurrency",
                "1");
    }
}
