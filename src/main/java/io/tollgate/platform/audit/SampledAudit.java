package io.tollgate.platform.audit;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Lines about what anybody can send who holds nothing: made-up tokens. At most {@value #PER_MINUTE} a minute of each kind and node, so
 * that a flood of nonsense does not fill the log; the first line of a later minute says how many were left out.
 */
@Component
public class SampledAudit {

    static final int PER_MINUTE = 60;

    /** As many entries as there are kinds of refusals in the code. */
    private final ConcurrentMap<String, Minute> minutes = new ConcurrentHashMap<>();

    private final AuditLog audit;
    private final Clock clock;

    SampledAudit(AuditLog audit, Clock clock) {
        this.audit = audit;
        this.clock = clock;
    }

    private record Minute(long number, int seen, int leftOutBefore) {

        static final Minute NONE = new Minute(Long.MIN_VALUE, 0, 0);

        Minute with(long now) {
            return now == number
                    ? new Minute(number, seen + 1, leftOutBefore)
                    : new Minute(now, 1, Math.max(0, seen - PER_MINUTE));
        }
    }

    public Mono<Void> record(AuditEntry entry) {
        return Mono.defer(() -> {
            long now = clock.instant().getEpochSecond() / 60;
            Minute minute = minutes.merge(
                    entry.action() + " " + entry.outcome(), Minute.NONE.with(now), (known, _) -> known.with(now));
            return minute.seen() > PER_MINUTE ? Mono.empty() : audit.record(line(entry, minute));
        });
    }

    private static AuditEntry line(AuditEntry entry, Minute minute) {
        if (minute.seen() > 1 || minute.leftOutBefore() == 0) {
            return entry;
        }
        Map<String, String> details = new HashMap<>(entry.details());
        details.put("left_out", Integer.toString(minute.leftOutBefore()));
        return entry.with(details);
    }
}
