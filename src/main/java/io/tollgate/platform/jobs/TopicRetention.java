package io.tollgate.platform.jobs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** How long Kafka keeps messages, taken or not: as long as they count. */
@Component
class TopicRetention {

    /** Kafka deletes whole segments, by their youngest message: the oldest one lives so much longer. */
    static final Duration SEGMENT = Duration.ofHours(12);

    private final KafkaClients clients;
    private final JobsProperties jobs;
    private final ObjectProvider<MessageHandler> handlers;
    private final QuietLog log;

    TopicRetention(KafkaClients clients, JobsProperties jobs, ObjectProvider<MessageHandler> handlers, QuietLog log) {
        this.clients = clients;
        this.jobs = jobs;
        this.handlers = handlers;
        this.log = log;
    }

    /** Of a new topic. */
    Map<String, String> settings(String name) {
        return Map.of(
                TopicConfig.RETENTION_MS_CONFIG,
                Long.toString(wanted(name)),
                TopicConfig.SEGMENT_MS_CONFIG,
                Long.toString(SEGMENT.toMillis()));
    }

    /**
     * Has topics that an earlier release or a person has made keep messages no shorter than new ones would; longer is left. Blocks.
     * A broker that does not let us is told of and changes nothing else.
     */
    void atLeastWanted(Admin admin, Collection<String> names) throws InterruptedException {
        try {
            Map<ConfigResource, Collection<AlterConfigOp>> changes = changes(admin, names);
            if (!changes.isEmpty()) {
                admin.incrementalAlterConfigs(changes).all().get();
            }
        } catch (ExecutionException | RuntimeException failure) {
            log.warn("retention", "Kafka may keep messages of " + names + " for less than they count", failure);
        }
    }

    private Map<ConfigResource, Collection<AlterConfigOp>> changes(Admin admin, Collection<String> names)
            throws ExecutionException, InterruptedException {
        Map<String, ConfigResource> resources = names.stream().collect(Collectors.toMap(name -> name, this::resource));
        Map<ConfigResource, KafkaFuture<Config>> now =
                admin.describeConfigs(resources.values()).values();
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        for (Map.Entry<String, ConfigResource> each : resources.entrySet()) {
            Config config = described(Objects.requireNonNull(now.get(each.getValue())));
            List<AlterConfigOp> wanted = config == null ? List.of() : changes(config, wanted(each.getKey()));
            if (!wanted.isEmpty()) {
                changes.put(each.getValue(), wanted);
            }
        }
        return changes;
    }

    /** Null of one that another node has made in this moment, as we would. */
    private static @Nullable Config described(KafkaFuture<Config> config)
            throws ExecutionException, InterruptedException {
        try {
            return config.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return null;
            }
            throw e;
        }
    }

    private static List<AlterConfigOp> changes(Config now, long wanted) {
        long kept = millis(now, TopicConfig.RETENTION_MS_CONFIG);
        long segment = millis(now, TopicConfig.SEGMENT_MS_CONFIG);
        List<AlterConfigOp> changes = new ArrayList<>();
        // Kafka's -1 is for ever, and ours for what the broker does not tell.
        if (kept >= 0 && kept < wanted) {
            changes.add(set(TopicConfig.RETENTION_MS_CONFIG, wanted));
        }
        if (segment > SEGMENT.toMillis()) {
            changes.add(set(TopicConfig.SEGMENT_MS_CONFIG, SEGMENT.toMillis()));
        }
        return changes;
    }

    private static long millis(Config config, String name) {
        ConfigEntry entry = config.get(name);
        return entry == null || entry.value() == null ? -1 : Long.parseLong(entry.value());
    }

    private static AlterConfigOp set(String name, long millis) {
        return new AlterConfigOp(new ConfigEntry(name, Long.toString(millis)), AlterConfigOp.OpType.SET);
    }

    private ConfigResource resource(String name) {
        return new ConfigResource(ConfigResource.Type.TOPIC, clients.topic(name));
    }

    private long wanted(String name) {
        return handlers.stream()
                .filter(handler -> handler.topic().equals(name))
                .map(MessageHandler::wanted)
                .findFirst()
                .orElse(jobs.retention())
                .toMillis();
    }
}
