package io.tollgate.billing.usage;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What is taken of usage and for how long it is kept.
 *
 * @param lookBack how long ago an event may have happened
 * @param ahead how far a producer's clock may be before ours
 * @param retention how long events, their hourly sums and their names are kept at least, by whole months; see {@link KeptUsage}
 * @param mostWaiting events that wait for the database at most, of those told in batches and of those told alone; more are refused
 *     for the moment
 * @param topic from which events are taken too, without the prefix; its answers go to {@code <topic>-results}. Empty: none
 */
@Validated
@ConfigurationProperties("tollgate.billing.usage")
record UsageProperties(
        @DefaultValue("35d") @DurationMin(minutes = 1, message = "USAGE_LOOK_BACK must be a minute or more")
        Duration lookBack,

        @DefaultValue("5m") @DurationMin Duration ahead,

        @DefaultValue("400d") @DurationMin(days = 32, message = "USAGE_RETENTION must be 32 days or more")
        Duration retention,

        @DefaultValue("50000")
        @Min(value = UsageBatch.MOST, message = "USAGE_MOST_WAITING must be 1000 or more, which is a batch") int mostWaiting,

        @DefaultValue("usage")
        @Pattern(
                regexp = "[A-Za-z0-9._-]{0,64}",
                message = "USAGE_TOPIC may have letters, digits, dots, dashes and underscores")
        String topic) {

    /** An event may be told so much after the look-back as a transaction lasts, and the look-back may have been longer. */
    static final Duration MARGIN = Duration.ofDays(7);

    @AssertTrue(message = "USAGE_RETENTION must be longer than USAGE_LOOK_BACK") boolean isKeptLongEnough() {
        return retention.compareTo(lookBack) > 0;
    }

    /** How long before an invoice an event may have happened that was told after the invoice before: see {@link #MARGIN}. */
    Duration reach() {
        return lookBack.plus(MARGIN);
    }
}
