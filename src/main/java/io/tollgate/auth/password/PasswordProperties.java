package io.tollgate.auth.password;

import io.tollgate.auth.password.Argon2Hash.Cost;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What passwords must be like and what hashing them may cost. The defaults are OWASP's (Password Storage Cheat Sheet); m=7168 and
 * t=5 are as strong and take less memory.
 *
 * @param minLength in characters (code points)
 * @param memory KiB per hash
 * @param iterations passes over the memory
 * @param threads hashing at the same time; 0 means one per core
 * @param queuePerThread waiting for one of them, more are turned away: at 25 ms each, 32 is under a second
 */
@Validated
@ConfigurationProperties("tollgate.auth.password")
record PasswordProperties(
        @DefaultValue("8") @Min(8) @Max(64) int minLength,
        @DefaultValue("19456") @Min(7168) @Max(131_072) int memory,
        @DefaultValue("2") @Min(1) @Max(10) int iterations,
        @DefaultValue("0") @Min(0) @Max(64) int threads,
        @DefaultValue("32") @Min(1) @Max(1_000) int queuePerThread) {

    /** Of hashes made now. */
    Cost cost() {
        return new Cost(memory, iterations, 1);
    }

    int threadCount() {
        return threads > 0 ? threads : Math.max(1, Runtime.getRuntime().availableProcessors());
    }
}
