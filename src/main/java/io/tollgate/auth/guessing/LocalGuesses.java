package io.tollgate.auth.guessing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Counts within this node while Redis is away: half as many failures, and no place is known. Its memory is bounded; an account for
 * which there is no room waits one step and is not counted.
 */
@Component
class LocalGuesses {

    private static final int MAX_ACCOUNTS = 50_000;

    private final ConcurrentMap<String, Failures> accounts = new ConcurrentHashMap<>();
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
        if (!accounts.containsKey(guess.key()) && !hasRoom(now)) {
            return new Standing(properties.every(), Duration.ZERO);
        }
        Failures counted = accounts.compute(guess.key(), (_, known) -> counted(known, guess, now));
        return counted.refusedNow()
                ? new Standing(counted.sum(), Duration.between(now, counted.until()))
                : new Standing(counted.sum() - 1, Duration.ZERO);
    }

    void right(Guess guess) {
        accounts.computeIfPresent(guess.key(), (_, known) -> known.without(guess.from(), Integer.MAX_VALUE));
    }

    void takeBack(Guess guess) {
        accounts.computeIfPresent(guess.key(), (_, known) -> known.without(guess.from(), 1));
    }

    void forget(Guess guess) {
        accounts.remove(guess.key());
    }

    private Failures counted(@Nullable Failures known, Guess guess, Instant now) {
        Failures before = known == null || !now.isBefore(known.until()) ? Failures.NONE : known;
        return before.sum() >= Math.ceilDiv(properties.maxFailures(guess.what()), 2)
                ? before.refused()
                : before.with(guess.from(), now.plus(properties.forgottenAfter()));
    }

    private boolean hasRoom(Instant now) {
        if (accounts.size() >= maxAccounts) {
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
