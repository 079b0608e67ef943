package io.tollgate.platform.jobs;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Tells of messages that Kafka has deleted, or may have, before a node took them: every worker was away for longer than it keeps
 * them. Whoever reads on would pass over them and say nothing. Jobs come again from the outbox within a day; of usage that was told
 * in a topic nothing else knows. {@code tollgate.messages.lost} counts the partitions.
 */
@Component
class LostMessages {

    private static final Logger LOG = LoggerFactory.getLogger(LostMessages.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final KafkaClients clients;
    private final QuietLog log;
    private final Counter lost;
    private final Set<Gap> told = ConcurrentHashMap.newKeySet();

    LostMessages(KafkaClients clients, QuietLog log, MeterRegistry meters) {
        this.clients = clients;
        this.log = log;
        this.lost = meters.counter("tollgate.messages.lost");
    }

    /** @param first what Kafka still has of the partition begins here */
    private record Gap(TopicPartition partition, long first) {}

    /** Before a consumer of the topic begins, whom it never keeps from that. */
    Mono<Void> look(String topic) {
        return Mono.fromCallable(() -> lookBlocking(topic))
                .subscribeOn(Schedulers.boundedElastic())
                .then()
                .onErrorResume(failure -> Mono.fromRunnable(
                        () -> log.warn("lost", "Nobody knows whether messages of " + topic + " were lost", failure)));
    }

    private List<Gap> lookBlocking(String topic) throws ExecutionException, InterruptedException {
        try (Admin admin = clients.admin(TIMEOUT)) {
            List<Gap> gaps = gaps(admin, topic);
            gaps.forEach(this::tell);
            if (!gaps.isEmpty()) {
                stepOver(admin, topic, gaps);
            }
            return gaps;
        }
    }

    private List<Gap> gaps(Admin admin, String topic) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> taken = admin.listConsumerGroupOffsets(clients.group(topic))
                .partitionsToOffsetAndMetadata()
                .get();
        return first(admin, clients.topic(topic)).entrySet().stream()
                .filter(first -> first.getValue().offset() > taken(taken.get(first.getKey())))
                .map(first -> new Gap(first.getKey(), first.getValue().offset()))
                .toList();
    }

    /** Or each start would tell of it until something comes. Refused while another node reads, who will have told. */
    private void stepOver(Admin admin, String topic, List<Gap> gaps) throws InterruptedException {
        try {
            admin.alterConsumerGroupOffsets(
                            clients.group(topic),
                            gaps.stream()
                                    .collect(Collectors.toMap(
                                            Gap::partition, gap -> new OffsetAndMetadata(gap.first()))))
                    .all()
                    .get();
        } catch (ExecutionException failure) {
            log.warn("lost", "What was lost of " + topic + " may be told of again", failure);
        }
    }

    private static Map<TopicPartition, ListOffsetsResultInfo> first(Admin admin, String topic)
            throws ExecutionException, InterruptedException {
        Collection<TopicDescription> topics =
                admin.describeTopics(List.of(topic)).allTopicNames().get().values();
        return admin.listOffsets(topics.stream()
                        .flatMap(one -> one.partitions().stream())
                        .map(partition -> new TopicPartition(topic, partition.partition()))
                        .collect(Collectors.toMap(Function.identity(), _ -> OffsetSpec.earliest())))
                .all()
                .get();
    }

    /** Kafka forgets the place of a group that was away for a week: whoever has none begins with what is left. */
    private static long taken(@Nullable OffsetAndMetadata offset) {
        return offset == null ? 0 : offset.offset();
    }

    private void tell(Gap gap) {
        if (told.add(gap)) {
            lost.increment();
            LOG.error(
                    "Kafka has deleted messages of {} before {}, and they may not have been taken",
                    gap.partition(),
                    gap.first());
        }
    }
}
