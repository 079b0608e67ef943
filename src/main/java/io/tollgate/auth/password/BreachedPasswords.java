package io.tollgate.auth.password;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/**
 * Asks a service whether a password is known from a data breach, by k-anonymity: it is told five hex digits of the SHA-1 and
 * answers with all that begin so. Off unless a URL is configured, and never in the way: when the service is slow or away, the
 * password counts as not known, {@code tollgate.password.breach_lookup} counts that, and nobody is asked for a while.
 */
@Component
class BreachedPasswords {

    private static final Logger log = LoggerFactory.getLogger(BreachedPasswords.class);
    private static final int PREFIX = 5;

    private final WebClient http;
    private final BreachedProperties properties;
    private final BreachRanges ranges;
    private final MeterRegistry meters;
    private final Clock clock;
    private volatile Instant silentUntil = Instant.EPOCH;

    BreachedPasswords(BreachedProperties properties, BreachRanges ranges, MeterRegistry meters, Clock clock) {
        this.http = WebClient.builder().build();
        this.properties = properties;
        this.ranges = ranges;
        this.meters = meters;
        this.clock = clock;
    }

    /** @param password normalised */
    Mono<Boolean> contain(String password) {
        return Mono.defer(() -> properties.url().isEmpty() || clock.instant().isBefore(silentUntil)
                ? Mono.just(false)
                : lookUp(sha1(password)));
    }

    private Mono<Boolean> lookUp(String hash) {
        String prefix = hash.substring(0, PREFIX);
        return ranges.find(prefix)
                .map(Mono::just)
                .orElseGet(() -> ask(prefix))
                .map(range -> BreachRanges.contains(range, hash.substring(PREFIX)))
                .doOnNext(known -> counted(known ? "known" : "unknown"))
                .onErrorResume(this::withoutAnswer);
    }

    private Mono<String> ask(String prefix) {
        return http.get()
                .uri(properties.url() + "/range/" + prefix)
                // Padded answers are all of about one size, so that their size does not tell the prefix.
                .header("Add-Padding", "true")
                .retrieve()
                .bodyToMono(String.class)
                .timeout(properties.timeout())
                .doOnNext(range -> ranges.keep(prefix, range));
    }

    private Mono<Boolean> withoutAnswer(Throwable fault) {
        silentUntil = clock.instant().plus(properties.pause());
        counted("failed");
        // Its message holds the URL, and that the digits.
        log.warn(
                "The list of breached passwords does not answer; going on without it: {}",
                fault.getClass().getSimpleName());
        return Mono.just(false);
    }

    private void counted(String outcome) {
        meters.counter("tollgate.password.breach_lookup", "outcome", outcome).increment();
    }

    private static String sha1(String password) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(password.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().withUpperCase().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-1", e);
        }
    }
}
