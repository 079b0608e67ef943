package io.tollgate.auth.guessing;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.ratelimit.AddressBucket;
import io.tollgate.platform.secret.Identifiers;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.platform.web.RequestFacts;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Stands in front of every comparison with a secret that people type. From the fifth failure in a row an account's next guess
 * waits, longer with each five; no thread waits with it. After {@code max-failures} nothing is compared any more until a day has
 * passed without a guess, or the secret was set anew.
 *
 * <p>A guess is counted before it is compared, so that a hundred at once are a hundred. Whether the account exists makes no
 * difference (CWE-204). The right secret takes back what was counted from the same place, no more: an owner who logs in does not
 * give an attacker elsewhere a fresh start (NIST SP 800-63B §3.2.2).
 */
@Component
public class Guessing {

    private static final Duration RETRY = Duration.ofSeconds(10);

    private final GuessCounts counts;
    private final GuessingProperties properties;
    private final Identifiers identifiers;
    private final AuditLog audit;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Counter refusals;

    Guessing(
            GuessCounts counts,
            GuessingProperties properties,
            Identifiers identifiers,
            AuditLog audit,
            MeterRegistry meters) {
        this.counts = counts;
        this.properties = properties;
        this.identifiers = identifiers;
        this.audit = audit;
        this.refusals = Counter.builder("tollgate.guessing.refused")
                .description("Guesses that were not compared")
                .register(meters);
        Gauge.builder("tollgate.guessing.waiting", waiting, AtomicInteger::get)
                .description("Requests that wait in the tarpit")
                .register(meters);
    }

    /**
     * Counts a guess, waits as long as the failures before it cost, and then makes it. An attempt that ends with an error was no
     * guess.
     *
     * @param account as the caller named it: e-mail, username; for somebody signed in the e-mail or the id, always the same one
     * @param attempt the comparison and what follows from it
     * @param right whether its result says that the secret was the right one
     * @return the attempt's result; 429 {@code rate_limited} with {@code Retry-After} when it may not be made
     */
    public <T> Mono<T> guarded(
            Guessed what, String account, RequestFacts facts, Mono<T> attempt, Predicate<? super T> right) {
        return Mono.defer(() -> {
            Guess guess = guess(what, account, facts);
            return counts.count(guess)
                    .flatMap(standing -> standing.refused()
                            ? refuse(guess, standing, facts)
                            : waitAndMake(guess, standing, attempt, right));
        });
    }

    /** The secret was set anew by somebody who need not know the old one: what was guessed before is void. */
    public Mono<Void> forget(Guessed what, String account) {
        return Mono.defer(() -> counts.forget(guess(what, account, RequestFacts.NONE)));
    }

    private <T> Mono<T> waitAndMake(Guess guess, Standing standing, Mono<T> attempt, Predicate<? super T> right) {
        return waitOut(properties.delayAfter(standing.failures()))
                .then(attempt)
                .onErrorResume(fault -> counts.takeBack(guess).then(Mono.error(fault)))
                .flatMap(result -> right.test(result) ? counts.right(guess).thenReturn(result) : Mono.just(result));
    }

    private Mono<Void> waitOut(Duration delay) {
        return delay.isZero() ? Mono.empty() : Mono.defer(() -> waitInLine(delay));
    }

    private Mono<Void> waitInLine(Duration delay) {
        if (waiting.incrementAndGet() > properties.maxWaiting()) {
            waiting.decrementAndGet();
            return Mono.error(() -> tooMany(RETRY));
        }
        return Mono.delay(delay).doFinally(_ -> waiting.decrementAndGet()).then();
    }

    private <T> Mono<T> refuse(Guess guess, Standing standing, RequestFacts facts) {
        AuditEntry entry = AuditEntry.of("guessing." + guess.what().value(), facts)
                .with(Map.of("identifier", guess.account()))
                .failed("too_many_failures");
        return audit.record(entry).then(Mono.error(() -> tooMany(standing.refusedFor())));
    }

    private ApiException tooMany(Duration wait) {
        refusals.increment();
        return new ApiException(ErrorCode.RATE_LIMITED, "Too many failed attempts").retryAfter(wait);
    }

    private Guess guess(Guessed what, String account, RequestFacts facts) {
        return new Guess(what, identifiers.digest(account), identifiers.former(account), AddressBucket.of(facts.ip()));
    }
}
