package io.tollgate.platform.jobs;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Makes sure that topics are there before anything is sent to them or read from them. */
@Component
class Topics {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final KafkaClients clients;
    private final KafkaProperties kafka;
    private final TopicRetention kept;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    Topics(KafkaClients clients, KafkaProperties kafka, TopicRetention kept) {
        this.clients = clients;
        this.kafka = kafka;
        this.kept = kept;
    }

    /** @param names without prefix; errors when Kafka cannot be reached within seconds */
    Mono<Void> ensure(Set<String> names) {
        return Mono.defer(() -> known.containsAll(names) ? Mono.empty() : create(names));
    }

    /** Kafka was away: it may have come back empty. */
    void forget() {
        known.clear();
    }

    /** This one may be gone. */
    void forget(String name) {
        known.remove(name);
    }

    private Mono<Void> create(Set<String> names) {
        return Mono.fromCallable(() -> createBlocking(names))
                .subscribeOn(Schedulers.boundedElastic())
                .doOnNext(known::addAll)
                .then();
    }

    private Set<String> createBlocking(Set<String> names) throws ExecutionException, InterruptedException {
        try (Admin admin = clients.admin(TIMEOUT)) {
            Map<String, KafkaFuture<Void>> created =
                    admin.createTopics(names.stream().map(this::topic).toList()).values();
            Set<String> old = new HashSet<>();
            for (String name : names) {
                if (!isNew(Objects.requireNonNull(created.get(clients.topic(name))))) {
                    old.add(name);
                }
            }
            kept.atLeastWanted(admin, old);
        }
        return names;
    }

    private static boolean isNew(KafkaFuture<Void> created) throws ExecutionException, InterruptedException {
        try {
            created.get();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return false;
            }
            throw e;
        }
    }

    private NewTopic topic(String name) {
        Optional<Short> replicas = Optional.of(kafka.replicationFactor()).filter(factor -> factor > 0);
        return new NewTopic(clients.topic(name), Optional.of(kafka.partitions()), replicas)
                .configs(kept.settings(name));
    }
}
