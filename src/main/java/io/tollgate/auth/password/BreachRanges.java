package io.tollgate.auth.password;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.stereotype.Component;

/** The last ranges that were asked for, for a day. Some 40 kB each. */
@Component
class BreachRanges {

    private static final int MOST = 256;
    private static final Duration FRESH = Duration.ofDays(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Range> ranges = new LinkedHashMap<>(16, 0.75f, true);
    private final Clock clock;

    BreachRanges(Clock clock) {
        this.clock = clock;
    }

    private record Range(String lines, Instant until) {}

    Optional<String> find(String prefix) {
        lock.lock();
        try {
            return Optional.ofNullable(ranges.get(prefix))
                    .filter(range -> clock.instant().isBefore(range.until()))
                    .map(Range::lines);
        } finally {
            lock.unlock();
        }
    }

    void keep(String prefix, String lines) {
        lock.lock();
        try {
            ranges.put(prefix, new Range(lines, clock.instant().plus(FRESH)));
            if (ranges.size() > MOST) {
                ranges.remove(ranges.keySet().iterator().next());
            }
        } finally {
            lock.unlock();
        }
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
