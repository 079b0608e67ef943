package io.tollgate.platform.jobs;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.kafka.sender.KafkaSender;
import reactor.kafka.sender.SenderRecord;
import reactor.kafka.sender.SenderResult;
import tools.jackson.databind.json.JsonMapper;

/** Sends outbox rows to Kafka, acknowledged by all replicas. */
@Component
class Publisher {

    /** At once; there are fewer. */
    static final int TOPICS = 32;

    private final KafkaClients clients;
    private final Topics topics;
    private final JsonMapper json;

    Publisher(KafkaClients clients, Topics topics, JsonMapper json) {
        this.clients = clients;
        this.topics = topics;
        this.json = json;
    }

    /** A producer of its own for each session of the relay: after a failure nothing old is left in its buffers. */
    Mono<KafkaSender<String, byte[]>> open() {
        return KafkaClients.open(clients.sender());
    }

    Mono<Void> close(KafkaSender<String, byte[]> sender) {
        return Mono.<Void>fromRunnable(sender::close).subscribeOn(Schedulers.boundedElastic());
    }

    /**
     * Sends in order, up to the first failure; after that each topic by itself, so that what keeps one from taking anything is not
     * in the way of the others.
     */
    Mono<Published> publish(KafkaSender<String, byte[]> sender, List<OutboxRow> rows) {
        return together(sender, rows)
                .flatMap(published -> published.mixed() ? topicByTopic(sender, published) : Mono.just(published));
    }

    private Mono<Published> topicByTopic(KafkaSender<String, byte[]> sender, Published published) {
        return Flux.fromIterable(published.byTopic().values())
                .flatMap(rows -> together(sender, rows), TOPICS)
                .reduce(published.begun(), Published::and);
    }

    /** When the failure is about one row alone, which no broker would take at any time, the others go one by one and that one is told apart. */
    private Mono<Published> together(KafkaSender<String, byte[]> sender, List<OutboxRow> rows) {
        return topics.ensure(topicsOf(rows))
                .then(Mono.defer(() -> send(sender, rows)))
                .onErrorResume(failure -> Mono.just(Published.none(rows, failure)))
                .flatMap(published -> published.stuck() ? oneByOne(sender, published) : Mono.just(published));
    }

    private Mono<Published> send(KafkaSender<String, byte[]> sender, List<OutboxRow> rows) {
        return sender.send(Flux.fromIterable(rows).map(this::toRecord))
                .map(SenderResult::correlationMetadata)
                .materialize()
                .collectList()
                .map(signals -> Published.of(rows, signals));
    }

    private Mono<Published> oneByOne(KafkaSender<String, byte[]> sender, Published published) {
        return Flux.fromIterable(published.left())
                .concatMap(row -> send(sender, List.of(row)))
                .takeUntil(one -> one.failure() != null)
                .reduce(published.begun(), Published::and);
    }

    private SenderRecord<String, byte[], OutboxRow> toRecord(OutboxRow row) {
        JobMessage message = new JobMessage(
                JobMessage.VERSION,
                row.id(),
                row.type(),
                row.key(),
                row.attempt(),
                row.createdAt(),
                row.traceparent(),
                json.readTree(row.payload()));
        byte[] value = json.writeValueAsBytes(message);
        return SenderRecord.create(new ProducerRecord<>(clients.topic(row.topic()), row.key(), value), row);
    }

    private static Set<String> topicsOf(List<OutboxRow> rows) {
        return rows.stream().map(OutboxRow::topic).collect(Collectors.toUnmodifiableSet());
    }
}
