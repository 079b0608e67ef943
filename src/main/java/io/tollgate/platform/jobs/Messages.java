package io.tollgate.platform.jobs;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.record.TimestampType;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.kafka.receiver.KafkaReceiver;
import reactor.kafka.receiver.ReceiverRecord;
import reactor.kafka.sender.KafkaSender;
import reactor.kafka.sender.SenderRecord;
import reactor.util.retry.Retry;

/**
 * Takes messages for {@link MessageHandler}s, on nodes with the role {@code worker}: what one poll brings is handled, answered and
 * only then acknowledged, before the next. An answer under a key that is too long for Kafka is counted and left out.
 */
@Component
class Messages extends BackgroundWork {

    private static final byte[] NOTHING = {};

    private final List<MessageHandler> handlers;
    private final KafkaClients clients;
    private final Topics topics;
    private final LostMessages lost;
    private final QuietLog log;
    private final Clock clock;
    private final Counter unanswered;

    Messages(
            ObjectProvider<MessageHandler> handlers,
            KafkaClients clients,
            Topics topics,
            LostMessages lost,
            QuietLog log,
            Clock clock,
            MeterRegistry meters,
            Roles roles) {
        super(roles.has(Roles.Role.WORKER));
        this.handlers =
                handlers.stream().filter(handler -> !handler.topic().isEmpty()).toList();
        this.clients = clients;
        this.topics = topics;
        this.lost = lost;
        this.log = log;
        this.clock = clock;
        this.unanswered = meters.counter("tollgate.messages.unanswered");
    }

    @Override
    Flux<?> work(Mono<Void> stop) {
        return Flux.fromIterable(handlers).flatMap(handler -> answer(handler, stop), Math.max(1, handlers.size()));
    }

    private Flux<Integer> answer(MessageHandler handler, Mono<Void> stop) {
        return topics.ensure(Set.of(handler.topic(), handler.answers()))
                .then(lost.look(handler.topic()))
                .thenMany(Flux.usingWhen(open(handler), sender -> session(handler, sender, stop), Messages::close))
                .retryWhen(Retry.backoff(Long.MAX_VALUE, Duration.ofMillis(500))
                        .maxBackoff(Duration.ofSeconds(5))
                        .transientErrors(true)
                        .doBeforeRetry(retry -> failed(handler, retry.failure())))
                .takeUntilOther(stop);
    }

    /** Anew after each failure: nothing old is left in its buffers. */
    private Mono<KafkaSender<byte[], byte[]>> open(MessageHandler handler) {
        return KafkaClients.open(clients.answers(handler.topic()));
    }

    private static Mono<Void> close(KafkaSender<byte[], byte[]> sender) {
        return Mono.<Void>fromRunnable(sender::close).subscribeOn(Schedulers.boundedElastic());
    }

    private Flux<Integer> session(MessageHandler handler, KafkaSender<byte[], byte[]> sender, Mono<Void> stop) {
        return Flux.defer(() -> polls(handler))
                .subscribeOn(Schedulers.boundedElastic(), false)
                .takeUntilOther(stop)
                .concatMap(messages -> settle(handler, sender, messages), 1);
    }

    // A poll is a publisher in this library; here it ends at once.
    @SuppressWarnings("NestedPublishers")
    private Flux<List<ReceiverRecord<byte[], byte[]>>> polls(MessageHandler handler) {
        return KafkaReceiver.create(clients.messages(handler.topic()))
                .receiveBatch(1)
                .concatMap(Flux::collectList, 1);
    }

    private Mono<Integer> settle(
            MessageHandler handler, KafkaSender<byte[], byte[]> sender, List<ReceiverRecord<byte[], byte[]>> messages) {
        if (messages.isEmpty()) {
            return Mono.just(0);
        }
        return handler.handle(messages.stream().map(this::message).toList())
                .flatMap(answers -> send(handler, sender, messages, answers))
                .then(Mono.fromSupplier(() -> {
                    messages.forEach(message -> message.receiverOffset().acknowledge());
                    return messages.size();
                }));
    }

    private Mono<Void> send(
            MessageHandler handler,
            KafkaSender<byte[], byte[]> sender,
            List<ReceiverRecord<byte[], byte[]>> messages,
            List<byte[]> answers) {
        String topic = clients.topic(handler.answers());
        List<ProducerRecord<byte[], byte[]>> records = IntStream.range(0, messages.size())
                .mapToObj(i -> new ProducerRecord<>(topic, messages.get(i).key(), answers.get(i)))
                .toList();
        return sender.send(Flux.fromIterable(records).map(Messages::toSend))
                .then()
                .onErrorResume(Messages::isTooLong, _ -> oneByOne(handler, sender, records));
    }

    private static SenderRecord<byte[], byte[], Boolean> toSend(ProducerRecord<byte[], byte[]> answer) {
        return SenderRecord.create(answer, true);
    }

    /** What no broker takes is left out, or all that come after it would wait for ever; those before are told twice. */
    private Mono<Void> oneByOne(
            MessageHandler handler, KafkaSender<byte[], byte[]> sender, List<ProducerRecord<byte[], byte[]>> records) {
        return Flux.fromIterable(records)
                .concatMap(answer -> sender.send(Mono.just(toSend(answer)))
                        .then()
                        .onErrorResume(Messages::isTooLong, failure -> leaveOut(handler, failure)))
                .then();
    }

    private Mono<Void> leaveOut(MessageHandler handler, Throwable failure) {
        return Mono.fromRunnable(() -> {
            unanswered.increment();
            log.warn("unanswered", "An answer on " + handler.answers() + " is too long for Kafka", failure);
        });
    }

    private static boolean isTooLong(Throwable failure) {
        return failure instanceof RecordTooLargeException || failure.getCause() instanceof RecordTooLargeException;
    }

    private Message message(ReceiverRecord<byte[], byte[]> record) {
        byte[] value = record.value();
        boolean dated = record.timestampType() != TimestampType.NO_TIMESTAMP_TYPE;
        return new Message(
                value == null ? NOTHING : value, dated ? Instant.ofEpochMilli(record.timestamp()) : clock.instant());
    }

    private void failed(MessageHandler handler, Throwable failure) {
        topics.forget();
        log.warn("messages", "Messages wait on " + handler.topic(), failure);
    }
}
