package io.tollgate.platform.jobs;

import io.tollgate.LocalServers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What lies in Kafka, in all topics, from now on. */
public final class KafkaTail implements AutoCloseable {

    private final KafkaConsumer<String, String> consumer;

    private KafkaTail(KafkaConsumer<String, String> consumer) {
        this.consumer = consumer;
    }

    public static KafkaTail fromNowOn() {
        KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        LocalServers.shared().environment().get("KAFKA_BOOTSTRAP_SERVERS"),
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false),
                new StringDeserializer(),
                new StringDeserializer());
        List<TopicPartition> partitions = consumer.listTopics().entrySet().stream()
                .filter(topic -> !topic.getKey().startsWith("__"))
                .flatMap(topic -> topic.getValue().stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        return new KafkaTail(consumer);
    }

    /** All that has arrived meanwhile. */
    public List<String> messages() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        List<String> messages = new ArrayList<>();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(Duration.ofMillis(200)).forEach(message -> messages.add(message.value()));
        }
        return messages;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
