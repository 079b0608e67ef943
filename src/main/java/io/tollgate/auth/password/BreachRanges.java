package io.tollgate.auth.password;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** The last ranges that were fetched, for a day. Some 40 kB each. Asked on event loops, where nobody may wait for anybody. */
@Component
class BreachRanges {

    static final int MOST = 256;
    private static final Duration FRESH = Duration.ofDays(1);

    private final Map<String, Range> ranges = new ConcurrentHashMap<>();
    private final Clock clock;

    BreachRanges(Clock clock) {
        this.clock = clock;
    }

    private record Range(String lines, Instant until) {}

    Optional<String> find(String prefix) {
        return Optional.ofNullable(ranges.get(prefix))
                .filter(range -> clock.instant().isBefore(range.until()))
                .map(Range::lines);
    }

    void keep(String prefix, String lines) {
        ranges.put(prefix, new Range(lines, clock.instant().plus(FRESH)));
        while (ranges.size() > MOST) {
            forgetOldest();
        }
    }

    private void forgetOldest() {
        ranges.entrySet().stream()
                .min(Map.Entry.comparingByValue(Comparator.comparing(Range::until)))
                .ifPresent(oldest -> ranges.remove(oldest.getKey(), oldest.getValue()));
    }

    /** Lines of {@code <rest of the hash>:<count>}; a count of 0 is padding. */
    static boolean contains(String lines, String rest) {
        return lines.lines()
                .map(line -> line.split(":", 2))
                .anyMatch(line -> line.length == 2
                        && line[0].strip().equalsIgnoreCase(rest)
                        && !line[1].strip().equals("0"));
    }
}
