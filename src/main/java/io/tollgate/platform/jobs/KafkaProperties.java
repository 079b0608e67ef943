package io.tollgate.platform.jobs;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where Kafka is.
 *
 * @param topicPrefix stands before each topic and consumer group, so that deployments can share a cluster
 * @param partitions of a topic that Tollgate creates: how many nodes can work on it at once
 * @param replicationFactor of a topic that Tollgate creates; -1 leaves it to the broker
 * @param properties anything else that all Kafka clients get, {@code security.protocol} for one; wins over our own settings
 */
@Validated
@ConfigurationProperties("tollgate.kafka")
record KafkaProperties(
        @NotBlank(message = "KAFKA_BOOTSTRAP_SERVERS must name at least one broker, as host:port") String bootstrapServers,

        @Pattern(
                regexp = "[A-Za-z0-9._-]{0,64}",
                message = "KAFKA_TOPIC_PREFIX may have letters, digits, dots, dashes and underscores")
        String topicPrefix,

        @DefaultValue("4") @Min(1) @Max(1000) int partitions,
        @DefaultValue("-1") @Min(-1) @Max(100) short replicationFactor,
        @DefaultValue Map<String, String> properties) {}
