package io.tollgate.platform.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.Awaiting;
import io.tollgate.EverydayUse;
import io.tollgate.FreshDatabase;
import io.tollgate.LocalServers;
import io.tollgate.Mailbox;
import io.tollgate.MutableClock;
import io.tollgate.SecondNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;

/** A broker that takes nothing for one topic, does not make another, and takes all the rest. */
class RefusedTopicTest {

    private static final String SERVERS = LocalServers.shared().environment().get("KAFKA_BOOTSTRAP_SERVERS");
    private static final String OLDEST_TIME = "message.timestamp.before.max.ms";

    /** More than the relay takes at once, so that there is a batch of nothing else. */
    private static final int JOBS = OutboxRows.BATCH + 10;

    private final Admin admin = Admin.create(Map.of("bootstrap.servers", SERVERS));
    private final String id = UUID.randomUUID().toString();
    private final String refused = id + "." + Probe.TYPE.topic();

    /** Kafka has no two topics whose names differ by dots and underscores alone. */
    private final String inTheWay = id + "_unmade";

    @AfterEach
    void close() {
        admin.close();
    }

    @Test
    void keepsNobodyElseWaitingAndGetsItsJobsInOrderLater() throws Exception {
        create(new NewTopic(refused, Optional.of(1), Optional.empty()).configs(Map.of(OLDEST_TIME, "60000")));
        create(new NewTopic(inTheWay, Optional.of(1), Optional.empty()));
        try (SecondNode node = SecondNode.start(new MutableClock(), settings())) {
            JobRows rows = new JobRows(node.bean(DatabaseClient.class));
            List<String> promised = promise(node);

            Awaiting.until("both are told of", () -> paused(node) == 2);
            for (int i = 0; i < 2; i++) {
                String registered = EverydayUse.of(node).goesOn();
                assertThat(Mailbox.of(registered).await(1)).hasSize(1);
            }
            assertThat(rows.inOutbox("one key")).isEqualTo(JOBS);
            assertThat(rows.inOutbox("unmade key")).isEqualTo(1);

            takeAllTimes();
            admin.deleteTopics(List.of(inTheWay)).all().get();
            String last = promised.getLast();
            Awaiting.until("the last one", () -> rows.effects(last) == 1);
            assertThat(node.bean(ProbeJob.class).order()).containsExactlyElementsOf(promised);
            Awaiting.until("nothing waits", () -> rows.inOutbox("one key") + rows.inOutbox("unmade key") == 0);
            Awaiting.until("none is paused", () -> paused(node) == 0);
        }
    }

    private static List<String> promise(SecondNode node) {
        Outbox outbox = node.bean(Outbox.class);
        JobType<Probe> unmade = new JobType<>("unmade.run", "unmade", Probe.class);
        List<String> names =
                IntStream.range(0, JOBS).mapToObj(i -> "probe-" + i).toList();
        Flux.fromIterable(names)
                .concatMap(each -> outbox.enqueue(Probe.TYPE, "one key", Probe.writing(each)))
                .then(outbox.enqueue(unmade, "unmade key", Probe.writing("never")))
                .as(node.bean(TransactionalOperator.class)::transactional)
                .block();
        return names;
    }

    private static double paused(SecondNode node) {
        return node.bean(MeterRegistry.class)
                .get("tollgate.topics.paused")
                .gauge()
                .value();
    }

    private void create(NewTopic topic) throws ExecutionException, InterruptedException {
        admin.createTopics(List.of(topic)).all().get();
    }

    private void takeAllTimes() throws ExecutionException, InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, refused);
        AlterConfigOp unset = new AlterConfigOp(new ConfigEntry(OLDEST_TIME, ""), AlterConfigOp.OpType.DELETE);
        admin.incrementalAlterConfigs(Map.of(resource, List.of(unset))).all().get();
    }

    private Map<String, String> settings() {
        return Map.of(
                "DATABASE_URL",
                FreshDatabase.create(),
                "KAFKA_TOPIC_PREFIX",
                id + ".",
                "tollgate.kafka.properties.interceptor.classes",
                OldTimes.class.getName(),
                // One at a time, so that the order of work is the order in the topic.
                "tollgate.jobs.concurrency",
                "1");
    }
}
