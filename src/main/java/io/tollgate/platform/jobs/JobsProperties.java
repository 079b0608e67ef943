package io.tollgate.platform.jobs;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Map;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How jobs are carried and tried again.
 *
 * @param pollInterval how often a node looks into the outbox unasked, and at the schedules
 * @param lease how long rows that a relay took stay with it; at least a minute, longer than Kafka may take to answer
 * @param resendAfter a job that is not done so long after Kafka took it is sent again
 * @param concurrency jobs of one topic that a node works on at once
 * @param concurrencyByTopic exceptions, by topic without prefix
 * @param handlerTimeout what one attempt may take
 * @param maxAttempts after so many failures a job is a dead letter
 * @param maxAttemptsByType exceptions, by type name; in yaml {@code "[mail.send]": 34}
 * @param backoff wait after the first failure; doubled after each further one
 * @param maxBackoff the longest wait
 * @param stopTimeout how long running jobs may take to finish when the node stops
 * @param retention how long Kafka keeps a message; marks of finished jobs live a day longer
 */
@Validated
@ConfigurationProperties("tollgate.jobs")
record JobsProperties(
        @DefaultValue("1s") @DurationMin(millis = 10) Duration pollInterval,
        @DefaultValue("60s") @DurationMin(seconds = 60) Duration lease,
        @DefaultValue("24h") @DurationMin(minutes = 10) Duration resendAfter,
        @DefaultValue("8") @Min(1) @Max(256) int concurrency,
        @DefaultValue Map<String, Integer> concurrencyByTopic,
        @DefaultValue("60s") @DurationMin(millis = 10) Duration handlerTimeout,
        @DefaultValue("10") @Min(1) @Max(1000) int maxAttempts,
        @DefaultValue Map<String, @Min(1) @Max(1000) Integer> maxAttemptsByType,
        @DefaultValue("5s") @DurationMin(millis = 1) Duration backoff,
        @DefaultValue("1h") @DurationMin(millis = 1) Duration maxBackoff,
        @DefaultValue("15s") Duration stopTimeout,
        @DefaultValue("7d") @DurationMin(hours = 1) Duration retention) {

    int concurrencyOf(String topic) {
        return concurrencyByTopic.getOrDefault(topic, concurrency);
    }

    int maxAttemptsOf(String type) {
        return maxAttemptsByType.getOrDefault(type, maxAttempts);
    }
}
