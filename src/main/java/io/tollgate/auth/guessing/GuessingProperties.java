package io.tollgate.auth.guessing;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What guessing costs.
 *
 * @param step each {@code every} failures in a row, the next guess waits this much longer
 * @param maxDelay however many there were
 * @param maxFailures in a row for one name; as an account has two (address and username), half of NIST's 100
 *     (SP 800-63B §3.2.2)
 * @param forgottenAfter without any guess, failures are forgotten
 * @param knownFor where somebody got in, only failures from there count against that place: nobody locks an owner out from afar
 * @param maxWaiting requests that may wait at one time in this node; more are turned away
 * @param maxCodeFailures the same for codes in mails, over all codes of an address: a new one has new tries, but the address has
 *     not. Six digits and 20 guesses a day are one in 50,000
 */
@Validated
@ConfigurationProperties("tollgate.auth.guessing")
record GuessingProperties(
        @DefaultValue("1s") Duration step,
        @DefaultValue("5") @Min(1) @Max(50) int every,
        @DefaultValue("10s") Duration maxDelay,
        @DefaultValue("50") @Min(5) @Max(50) int maxFailures,
        @DefaultValue("24h") Duration forgottenAfter,
        @DefaultValue("30d") Duration knownFor,
        @DefaultValue("2000") @Min(1) @Max(100_000) int maxWaiting,
        @DefaultValue("20") @Min(5) @Max(50) int maxCodeFailures) {

    @AssertTrue(message = "tollgate.auth.guessing.step must be between 1ms and max-delay, and that no longer than 30s") boolean isStepSane() {
        return step.toMillis() >= 1 && step.compareTo(maxDelay) <= 0 && maxDelay.compareTo(Duration.ofSeconds(30)) <= 0;
    }

    @AssertTrue(message = "tollgate.auth.guessing.forgotten-after and known-for must be between 1m and 365d") boolean isMemorySane() {
        return sane(forgottenAfter) && sane(knownFor);
    }

    /** From the fifth failure one step, from the tenth two, and so on. */
    Duration delayAfter(int failures) {
        Duration delay = step.multipliedBy(failures / every);
        return delay.compareTo(maxDelay) < 0 ? delay : maxDelay;
    }

    int maxFailures(Guessed what) {
        return switch (what) {
            case LOGIN_CODE, VERIFICATION_CODE -> maxCodeFailures;
            case PASSWORD, SECOND_FACTOR -> maxFailures;
        };
    }

    private static boolean sane(Duration duration) {
        return duration.compareTo(Duration.ofMinutes(1)) >= 0 && duration.compareTo(Duration.ofDays(365)) <= 0;
    }
}
