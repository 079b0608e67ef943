package io.tollgate.platform.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Sends everything as of an hour ago, so that a broker can be told to refuse one topic's messages. A consumer's too, since what
 * is set for clients is set for all.
 */
public final class OldTimes implements ProducerInterceptor<Object, Object>, ConsumerInterceptor<Object, Object> {

    static final Duration AGE = Duration.ofHours(1);

    @Override
    public ProducerRecord<Object, Object> onSend(ProducerRecord<Object, Object> message) {
        long time = Instant.now().minus(AGE).toEpochMilli();
        return new ProducerRecord<>(
                message.topic(), message.partition(), time, message.key(), message.value(), message.headers());
    }

    @Override
    public void onAcknowledgement(RecordMetadata metadata, Exception failure) {}

    @Override
    public ConsumerRecords<Object, Object> onConsume(ConsumerRecords<Object, Object> messages) {
        return messages;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

    @Override
    public void configure(Map<String, ?> settings) {}

    @Override
    public void close() {}
}
