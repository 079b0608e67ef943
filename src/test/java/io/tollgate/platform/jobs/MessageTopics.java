package io.tollgate.platform.jobs;

import io.tollgate.LocalServers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Puts messages on a topic as others do, and reads what is answered. */
public final class MessageTopics implements AutoCloseable {

    private static final String SERVERS = LocalServers.shared().environment().get("KAFKA_BOOTSTRAP_SERVERS");

    private final String topic;
    private final KafkaProducer<String, String> producer;
    private final KafkaConsumer<String, String> consumer;
    private final List<String> answers = new ArrayList<>();
    private final String key;

    /**
     * @param topic with its prefix
     * @param key of all messages of this test
     */
    public MessageTopics(String topic, String key) {
        this.topic = topic;
        this.key = key;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", SERVERS, "acks", "all"), new StringSerializer(), new StringSerializer());
        this.consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", SERVERS, "enable.auto.commit", false, "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer());
        List<PartitionInfo> partitions = consumer.partitionsFor(topic + "-results", Duration.ofSeconds(10));
        List<TopicPartition> all = partitions.stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(all);
        consumer.seekToEnd(all);
        all.forEach(consumer::position);
    }

    /** @param message null for one without a value */
    public void send(@Nullable String message) {
        send(new ProducerRecord<>(topic, key, message));
    }

    /** As a producer did at that time. */
    public void send(String message, Instant at) {
        send(new ProducerRecord<>(topic, null, at.toEpochMilli(), key, message));
    }

    /** Under a key of this length, before all that is still to be sent under our own. */
    public void sendUnderLongKey(int length) {
        int partition = BuiltInPartitioner.partitionForKey(
                key.getBytes(StandardCharsets.UTF_8),
                producer.partitionsFor(topic).size());
        send(new ProducerRecord<>(topic, partition, "k".repeat(length), ""));
    }

    private void send(ProducerRecord<String, String> message) {
        try {
            producer.send(message).get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Those to this test's messages, so far. */
    public List<String> answers() {
        consumer.poll(Duration.ofMillis(50)).forEach(record -> {
            if (key.equals(record.key())) {
                answers.add(record.value());
            }
        });
        return answers;
    }

    @Override
    public void close() {
        producer.close();
        consumer.close();
    }
}
