package io.tollgate.platform.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.IntegrationTest;
import io.tollgate.LocalServers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** How long Kafka keeps what no node has taken, and what is said when that was not long enough. */
@IntegrationTest
class KeptMessagesTest {

    @Autowired
    private KafkaClients clients;

    @Autowired
    private LostMessages lost;

    @Autowired
    private Topics topics;

    @Autowired
    private JobsProperties jobs;

    @Autowired
    private MeterRegistry meters;

    private final String topic = "kept-" + UUID.randomUUID();
    private Admin admin;
    private double toldBefore;

    @BeforeEach
    void open() {
        toldBefore = meters.counter("tollgate.messages.lost").count();
        admin = clients.admin(Duration.ofSeconds(10));
    }

    @AfterEach
    void close() {
        admin.close();
    }

    @Test
    void keepsJobsForLessThanTheirMarksAreKept() throws Exception {
        Config config = config(Probe.TYPE.topic());
        assertThat(duration(config, "retention.ms")).isEqualTo(jobs.retention());
        assertThat(duration(config, "retention.ms").plus(duration(config, "segment.ms")))
                .isLessThan(jobs.retention().plus(Duration.ofDays(1)));
    }

    @Test
    void keepsUsageAsLongAsItMayBeTold() throws Exception {
        assertThat(duration(config("usage"), "retention.ms")).isGreaterThan(Duration.ofDays(35));
    }

    /** Made by a release that kept less, by a person who keeps more, and by one who keeps all. */
    @Test
    void hasOldTopicsKeepMessagesNoShorterThanNewOnes() throws Exception {
        Duration less = jobs.retention().minusDays(2);
        Duration more = jobs.retention().plusDays(30);
        assertThat(ensured(Map.of("retention.ms", millis(less), "segment.ms", millis(Duration.ofDays(7)))))
                .isEqualTo(ensured(Map.of()));
        assertThat(duration(ensured(Map.of("retention.ms", millis(more))), "retention.ms"))
                .isEqualTo(more);
        assertThat(ensured(Map.of("retention.ms", "-1")).get("retention.ms").value())
                .isEqualTo("-1");
    }

    @Test
    void tellsOnceOfWhatWasDeletedBeforeItWasTaken() throws Exception {
        TopicPartition partition = new TopicPartition(clients.topic(topic), 0);
        admin.createTopics(List.of(new NewTopic(partition.topic(), Optional.of(1), Optional.empty())))
                .all()
                .get();
        send(5);
        look();
        assertThat(told()).as("nothing deleted").isZero();

        take(partition, 3);
        delete(partition, 3);
        look();
        assertThat(told()).as("only what was taken is deleted").isZero();

        delete(partition, 4);
        look();
        look();
        assertThat(told()).isEqualTo(1);
        new LostMessages(clients, new QuietLog(), meters).look(topic).block();
        assertThat(told()).as("a later start").isEqualTo(1);
    }

    /** The settings of such a topic once we have used it. */
    private Config ensured(Map<String, String> settings) throws ExecutionException, InterruptedException {
        String name = "old-" + UUID.randomUUID();
        if (!settings.isEmpty()) {
            NewTopic old = new NewTopic(clients.topic(name), Optional.of(1), Optional.empty());
            admin.createTopics(List.of(old.configs(settings))).all().get();
        }
        topics.ensure(Set.of(name)).block();
        return config(name);
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }

    private double told() {
        return meters.counter("tollgate.messages.lost").count() - toldBefore;
    }

    private void look() {
        lost.look(topic).block();
    }

    private void send(int messages) throws ExecutionException, InterruptedException {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", LocalServers.shared().environment().get("KAFKA_BOOTSTRAP_SERVERS")),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < messages; i++) {
                producer.send(new ProducerRecord<>(clients.topic(topic), new byte[] {1}))
                        .get();
            }
        }
    }

    private void take(TopicPartition partition, long offset) throws ExecutionException, InterruptedException {
        admin.alterConsumerGroupOffsets(clients.group(topic), Map.of(partition, new OffsetAndMetadata(offset)))
                .all()
                .get();
    }

    private void delete(TopicPartition partition, long before) throws ExecutionException, InterruptedException {
        admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(before)))
                .all()
                .get();
    }

    private Config config(String name) throws ExecutionException, InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, clients.topic(name));
        return admin.describeConfigs(List.of(resource)).all().get().get(resource);
    }

    private static Duration duration(Config config, String name) {
        return Duration.ofMillis(Long.parseLong(config.get(name).value()));
    }
}
