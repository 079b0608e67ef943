package io.tollgate.auth.guessing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Counts within this node while Redis is away: half as many failures, and no place is known. Its memory is bounded; accounts for
 * which there is no room are counted together, as one, and forgotten sooner: whoever fills the memory with made-up names gains
 * nothing by it, and keeps others out for an hour at most.
 */
@Component
class LocalGuesses {

    private static final int MAX_ACCOUNTS = 50_000;
    private static final Duration TOGETHER_FORGOTTEN_AFTER = Duration.ofHours(1);

    /** A full memory is read through for room, but not by every guess. */
    private static final long SWEEP_MILLIS = 1_000;

    private final ConcurrentMap<String, Failures> accounts = new ConcurrentHashMap<>();
    private final AtomicLong nextSweep = new AtomicLong();
    private final GuessingProperties properties;
    private final Clock clock;
    private final int maxAccounts;

    @Autowired
    LocalGuesses(GuessingProperties properties, Clock clock) {
        this(properties, clock, MAX_ACCOUNTS);
    }

    LocalGuesses(GuessingProperties properties, Clock clock, int maxAccounts) {
        this.properties = properties;
        this.clock = clock;
        this.maxAccounts = maxAccounts;
    }

    Standing count(Guess guess) {
        Instant now = clock.instant();
        boolean alone = accounts.containsKey(guess.key()) || hasRoom(now);
        Instant end = now.plus(alone ? properties.forgottenAfter() : TOGETHER_FORGOTTEN_AFTER);
        String key = alone ? guess.key() : together(guess);
        Failures counted = accounts.compute(key, (_, known) -> counted(known, guess, now, end));
        return counted.refusedNow()
                ? new Standing(counted.sum(), Duration.between(now, counted.until()))
                : new Standing(counted.sum() - 1, Duration.ZERO);
    }

    void right(Guess guess) {
        if (accounts.containsKey(guess.key())) {
            accounts.computeIfPresent(guess.key(), (_, known) -> known.without(guess.from(), Integer.MAX_VALUE));
        } else {
            takeBack(guess);
        }
    }

    /** Of those counted together one, also for a right one: the others were at other accounts. */
    void takeBack(Guess guess) {
        String key = accounts.containsKey(guess.key()) ? guess.key() : together(guess);
        accounts.computeIfPresent(key, (_, known) -> known.without(guess.from(), 1));
    }

    void forget(Guess guess) {
        accounts.remove(guess.key());
    }

    /** No account has this key: there it ends with the account's digest. */
    private static String together(Guess guess) {
        return guess.what().value();
    }

    private Failures counted(@Nullable Failures known, Guess guess, Instant now, Instant end) {
        Failures before = known == null || !now.isBefore(known.until()) ? Failures.NONE : known;
        return before.sum() >= Math.ceilDiv(properties.maxFailures(guess.what()), 2)
                ? before.refused()
                : before.with(guess.from(), end);
    }

    private boolean hasRoom(Instant now) {
        if (accounts.size() < maxAccounts) {
            return true;
        }
        long due = nextSweep.get();
        if (now.toEpochMilli() >= due && nextSweep.compareAndSet(due, now.toEpochMilli() + SWEEP_MILLIS)) {
            accounts.values().removeIf(failures -> !now.isBefore(failures.until()));
        }
        return accounts.size() < maxAccounts;
    }

    private record Failures(Map<String, Integer> byPlace, Instant until, boolean refusedNow) {

        static final Failures NONE = new Failures(Map.of(), Instant.EPOCH, false);

        int sum() {
            return byPlace.values().stream().mapToInt(Integer::intValue).sum();
        }

        Failures with(String from, Instant end) {
            Map<String, Integer> more = Stream.concat(byPlace.entrySet().stream(), Stream.of(Map.entry(from, 1)))
                    .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue, Integer::sum));
            return new Failures(more, end, false);
        }

        Failures refused() {
            return new Failures(byPlace, until, true);
        }

        @Nullable Failures without(String from, int amount) {
            int left = byPlace.getOrDefault(from, 0) - amount;
            Map<String, Integer> fewer = byPlace.entrySet().stream()
                    .filter(place -> !place.getKey().equals(from) || left > 0)
                    .collect(Collectors.toUnmodifiableMap(
                            Map.Entry::getKey, place -> place.getKey().equals(from) ? left : place.getValue()));
            return fewer.isEmpty() ? null : new Failures(fewer, until, false);
        }
    }
}
