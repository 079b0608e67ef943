package io.tollgate.platform.jobs;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Makes sure that topics are there before anything is sent to them or read from them. */
@Component
class Topics {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** Kafka deletes whole segments, by their youngest message: the oldest one lives so much longer. */
    static final Duration SEGMENT = Duration.ofHours(12);

    private final KafkaClients clients;
    private final KafkaProperties kafka;
    private final JobsProperties jobs;
    private final ObjectProvider<MessageHandler> handlers;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    Topics(KafkaClients clients, KafkaProperties kafka, JobsProperties jobs, ObjectProvider<MessageHandler> handlers) {
        this.clients = clients;
        this.kafka = kafka;
        this.jobs = jobs;
        this.handlers = handlers;
    }

    /** @param names without prefix; errors when Kafka cannot be reached within seconds */
    Mono<Void> ensure(Set<String> names) {
        return Mono.defer(() -> known.containsAll(names) ? Mono.empty() : create(names));
    }

    /** Kafka was away: it may have come back empty. */
    void forget() {
        known.clear();
    }

    private Mono<Void> create(Set<String> names) {
        return Mono.fromCallable(() -> createBlocking(names))
                .subscribeOn(Schedulers.boundedElastic())
                .doOnNext(known::addAll)
                .then();
    }

    private Set<String> createBlocking(Set<String> names) throws ExecutionException, InterruptedException {
        List<NewTopic> topics = names.stream().map(this::topic).toList();
        try (Admin admin = clients.admin(TIMEOUT)) {
            for (KafkaFuture<Void> created : admin.createTopics(topics).values().values()) {
                awaitCreated(created);
            }
        }
        return names;
    }

    private static void awaitCreated(KafkaFuture<Void> created) throws ExecutionException, InterruptedException {
        try {
            created.get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    private NewTopic topic(String name) {
        Optional<Short> replicas = Optional.of(kafka.replicationFactor()).filter(factor -> factor > 0);
        return new NewTopic(clients.topic(name), Optional.of(kafka.partitions()), replicas)
                .configs(Map.of(
                        TopicConfig.RETENTION_MS_CONFIG, millis(retention(name)),
                        TopicConfig.SEGMENT_MS_CONFIG, millis(SEGMENT)));
    }

    private Duration retention(String name) {
        return handlers.stream()
                .filter(handler -> handler.topic().equals(name))
                .map(MessageHandler::wanted)
                .findFirst()
                .orElse(jobs.retention());
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }
}
