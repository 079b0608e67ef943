package io.tollgate.auth.password;

import io.tollgate.auth.password.Argon2Hash.Cost;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * How long it takes at least until a password is refused. While there are hashes that cost more or less than ours, as those of
 * another system do and those from before a change of settings, their owners would stand out by time from everybody else: so
 * everybody waits as long, without work (CWE-208). The time is that of the dearest hash in use or to come, measured, and a quarter
 * more, since no two take equally long.
 */
@Component
class RefusalTime {

    private final ForeignCosts costs;
    private final Argon2 argon2;
    private final HashingThreads threads;
    private final Cost ours;

    /** Nanoseconds of the dearest hash; 0 while all cost what ours do. */
    private final AtomicLong dearest = new AtomicLong();

    RefusalTime(ForeignCosts costs, Argon2 argon2, HashingThreads threads, PasswordProperties properties) {
        this.costs = costs;
        this.argon2 = argon2;
        this.threads = threads;
        this.ours = properties.cost();
    }

    /**
     * @param begin when the verification began, of {@link System#nanoTime()}
     * @param spellings of the password, each of which would be compared with a foreign hash
     */
    Mono<Boolean> refuse(long begin, int spellings) {
        return Mono.defer(() -> {
            long floor = dearest.get() * spellings;
            long missing = begin + floor + floor / 4 - System.nanoTime();
            return floor == 0 || missing <= 0
                    ? Mono.just(false)
                    : Mono.delay(Duration.ofNanos(missing)).thenReturn(false);
        });
    }

    /** Looks which hashes there are now, and measures the dearest of them and ours. */
    Mono<Void> learn() {
        return costs.dearestBeside(ours)
                .flatMap(other -> measure(other.work() > ours.work() ? other : ours))
                .defaultIfEmpty(0L)
                .doOnNext(dearest::set)
                .then();
    }

    private Mono<Long> measure(Cost cost) {
        return cost.equals(ours) ? threads.run(() -> time(cost)) : threads.runForeign(() -> time(cost));
    }

    /** The middle one of three: a machine that stops for a moment amid it would let everybody wait for as long. */
    private long time(Cost cost) {
        return LongStream.generate(() -> once(cost))
                .limit(3)
                .sorted()
                .skip(1)
                .findFirst()
                .getAsLong();
    }

    private long once(Cost cost) {
        long begin = System.nanoTime();
        argon2.spend(cost);
        return System.nanoTime() - begin;
    }
}
