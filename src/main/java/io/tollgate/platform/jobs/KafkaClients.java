package io.tollgate.platform.jobs;

import io.tollgate.platform.time.Ids;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.kafka.receiver.ReceiverOptions;
import reactor.kafka.sender.KafkaSender;
import reactor.kafka.sender.SenderOptions;

/** How each Kafka client of this node is set up. All give up within seconds: what waits, waits in the outbox. */
@Component
class KafkaClients {

    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final Duration DELIVERY = Duration.ofSeconds(15);
    private static final Duration SESSION = Duration.ofSeconds(10);
    private static final Duration HEARTBEAT = Duration.ofSeconds(3);
    private static final int MAX_POLL = 100;
    private static final int MAX_POLLED_MESSAGES = 500;
    private static final int MAX_DEFERRED_COMMITS = 10_000;

    private final KafkaProperties properties;
    private final String clientId;

    KafkaClients(KafkaProperties properties, Ids ids) {
        this.properties = properties;
        this.clientId = "tollgate-" + ids.next();
    }

    /** The name of the topic in Kafka. */
    String topic(String name) {
        return properties.topicPrefix() + name;
    }

    /** Whose members share the messages of the topic. */
    String group(String topic) {
        return properties.topicPrefix() + "worker." + topic;
    }

    /** Blocks while it looks up the brokers' names; every call on it gives up after the given time. */
    Admin admin(Duration timeout) {
        Map<String, Object> settings = common("admin");
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis(timeout));
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis(timeout));
        return Admin.create(overridden(settings));
    }

    SenderOptions<String, byte[]> sender() {
        return this.<String>sender("relay").withKeySerializer(new StringSerializer());
    }

    /** Of answers to messages, under the keys that these came with. */
    SenderOptions<byte[], byte[]> answers(String topic) {
        return this.<byte[]>sender("answers-" + topic).withKeySerializer(new ByteArraySerializer());
    }

    /**
     * With its producer, which is else made by whoever sends first: brokers' names are looked up in it, and no event loop may wait for
     * that.
     */
    static <K> Mono<KafkaSender<K, byte[]>> open(SenderOptions<K, byte[]> options) {
        return Mono.fromCallable(() -> KafkaSender.create(options))
                .flatMap(KafkaClients::withProducer)
                .subscribeOn(Schedulers.boundedElastic());
    }

    private static <K> Mono<KafkaSender<K, byte[]>> withProducer(KafkaSender<K, byte[]> sender) {
        return sender.doOnProducer(_ -> true).thenReturn(sender).doOnError(_ -> sender.close());
    }

    private <K> SenderOptions<K, byte[]> sender(String purpose) {
        Map<String, Object> settings = common(purpose);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis(ANSWER));
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis(ANSWER));
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis(DELIVERY));
        return SenderOptions.<K, byte[]>create(overridden(settings))
                .withValueSerializer(new ByteArraySerializer())
                .maxInFlight(OutboxRows.BATCH)
                .stopOnError(true)
                .closeTimeout(Duration.ofSeconds(1));
    }

    /**
     * One group per topic, so that topics do not take part in each other's rebalancing.
     *
     * @param connected holds an entry for the consumer while it is a member of its group
     */
    ReceiverOptions<byte[], byte[]> receiver(String topic, Set<Object> connected) {
        Map<String, Object> settings = common("worker-" + topic);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group(topic));
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_POLL);
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, millis(SESSION));
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, millis(HEARTBEAT));
        settings.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        return ReceiverOptions.<byte[], byte[]>create(overridden(settings))
                .withKeyDeserializer(new ByteArrayDeserializer())
                .withValueDeserializer(new Membership(connected))
                .subscription(List.of(topic(topic)))
                .commitInterval(Duration.ofMillis(500))
                .commitBatchSize(MAX_POLL)
                .maxDeferredCommits(MAX_DEFERRED_COMMITS)
                // A partition that goes to another node waits so long for the jobs in hand; what lasts longer is done
                // twice.
                .maxDelayRebalance(Duration.ofSeconds(2))
                .schedulerSupplier(Schedulers::parallel);
    }

    /** Of messages that others send: as many at once as a large transaction takes. */
    ReceiverOptions<byte[], byte[]> messages(String topic) {
        return receiver(topic, ConcurrentHashMap.newKeySet())
                .consumerProperty(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_POLLED_MESSAGES);
    }

    private Map<String, Object> common(String purpose) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, properties.bootstrapServers());
        settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId + "-" + purpose);
        settings.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 2_000);
        settings.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
        return settings;
    }

    private Map<String, Object> overridden(Map<String, Object> settings) {
        settings.putAll(properties.properties());
        return settings;
    }

    private static int millis(Duration duration) {
        return Math.toIntExact(duration.toMillis());
    }

    /** Kafka closes the deserializer last: that is how we learn that a consumer has left its group. */
    private static final class Membership extends ByteArrayDeserializer {

        private final Set<Object> connected;

        Membership(Set<Object> connected) {
            this.connected = connected;
            connected.add(this);
        }

        @Override
        public void close() {
            connected.remove(this);
        }
    }
}
