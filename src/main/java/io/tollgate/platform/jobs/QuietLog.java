package io.tollgate.platform.jobs;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Warns at most once in ten seconds about one thing: an outage fails thousands of times and is still one outage. */
@Component
class QuietLog {

    private static final Logger LOG = LoggerFactory.getLogger("io.tollgate.jobs");
    private static final long INTERVAL = Duration.ofSeconds(10).toNanos();

    private final Map<String, Subject> subjects = new ConcurrentHashMap<>();
    private final LongSupplier nanoTime;

    @Autowired
    QuietLog() {
        this(System::nanoTime);
    }

    QuietLog(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** @param subject one of a few, never text from outside */
    void warn(String subject, String text, Throwable failure) {
        long skipped = subjects.computeIfAbsent(subject, _ -> new Subject(nanoTime.getAsLong() - INTERVAL))
                .turn(nanoTime.getAsLong());
        if (skipped >= 0) {
            String more = skipped > 0 ? " (and " + skipped + " more like it)" : "";
            LOG.warn("{}: {}{}", Failures.line(text), Failures.describe(failure), more);
            LOG.debug("The whole of it", failure);
        }
    }

    private static final class Subject {
        private final AtomicLong last;
        private final AtomicLong skipped = new AtomicLong();

        Subject(long last) {
            this.last = new AtomicLong(last);
        }

        /** How many were left out before this one, or -1 when it is left out too. */
        long turn(long now) {
            long then = last.get();
            if (now - then >= INTERVAL && last.compareAndSet(then, now)) {
                return skipped.getAndSet(0);
            }
            skipped.incrementAndGet();
            return -1;
        }
    }
}
