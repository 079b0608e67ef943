package io.tollgate.billing.webhook;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Whom webhooks may reach and how patient we are.
 *
 * @param allowHttp also without TLS; for a machine of one's own
 * @param allowedNetworks address blocks that may be reached although they are not public
 * @param ports {@code 443,8443} or {@code 1024-65535}
 * @param connectTimeout until the connection stands
 * @param answerTimeout until the answer's status is there
 * @param retryDelays between a failed attempt and the next; after the last one the delivery has failed
 * @param disableAfter an endpoint that has failed for so long without a success is disabled
 * @param failuresBeforeRest so many in a row, whatever the messages, and the endpoint is left alone for a while
 * @param firstRest how long; doubled with each further failure
 * @param longestRest up to this
 * @param atOnce requests to one endpoint at the same time from one node
 * @param secretOverlap how long an old secret goes on signing after a new one was made
 * @param maxEndpoints how many there may be
 */
@Validated
@ConfigurationProperties("tollgate.billing.webhooks")
record WebhookProperties(
        @DefaultValue("false") boolean allowHttp,
        @DefaultValue List<String> allowedNetworks,
        @DefaultValue("443,8443") List<String> ports,

        @DefaultValue("5s") @DurationMin(millis = 100) @DurationMax(seconds = 15)
        Duration connectTimeout,

        @DefaultValue("15s") @DurationMin(millis = 100) @DurationMax(seconds = 30)
        Duration answerTimeout,

        @DefaultValue("5s,5m,30m,2h,5h,10h,14h,20h,24h") @NotEmpty List<Duration> retryDelays,

        @DefaultValue("5d") @DurationMin(hours = 1) Duration disableAfter,
        @DefaultValue("5") @Min(2) int failuresBeforeRest,
        @DefaultValue("30s") @DurationMin(seconds = 1) Duration firstRest,
        @DefaultValue("1h") @DurationMin(seconds = 1) Duration longestRest,
        @DefaultValue("8") @Min(1) @Max(64) int atOnce,
        @DefaultValue("24h") Duration secretOverlap,
        @DefaultValue("50") @Min(1) @Max(200) int maxEndpoints) {}
