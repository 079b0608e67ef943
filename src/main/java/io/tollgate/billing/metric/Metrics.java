package io.tollgate.billing.metric;

import io.tollgate.billing.plan.PlanChanges;
import io.tollgate.billing.plan.Reading;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

/** All metrics by code, in memory: each event that is told asks for one. Read anew when a node says that something has changed. */
@Component
public class Metrics implements SmartLifecycle {

    private final MetricRepository metrics;
    private final PlanChanges changes;
    private final Reading<Map<String, Metric>> known;
    private Disposable listening = Disposables.disposed();
    private volatile boolean running;

    Metrics(MetricRepository metrics, PlanChanges changes, Clock clock) {
        this.metrics = metrics;
        this.changes = changes;
        this.known = new Reading<>(() -> metrics.all().collectMap(Metric::code, Function.identity()), clock);
    }

    /**
     * Those of these codes that there are, deleted ones too. One that was made a moment ago on another node is found also while
     * Redis is down.
     */
    public Mono<Map<String, Metric>> byCode(Collection<String> codes) {
        return known.get().flatMap(all -> {
            Set<String> unheard =
                    codes.stream().filter(code -> !all.containsKey(code)).collect(Collectors.toSet());
            return unheard.isEmpty() ? Mono.just(all) : metrics.byCode(unheard).map(found -> with(all, found));
        });
    }

    private static Map<String, Metric> with(Map<String, Metric> all, List<Metric> more) {
        if (more.isEmpty()) {
            return all;
        }
        Map<String, Metric> both = new HashMap<>(all);
        more.forEach(metric -> both.put(metric.code(), metric));
        return both;
    }

    /** To be called after the commit. */
    Mono<Void> changed() {
        return Mono.defer(() -> {
            known.forget();
            return changes.announce();
        });
    }

    @Override
    public void start() {
        running = true;
        listening = changes.heard().subscribe(_ -> known.forget());
    }

    @Override
    public void stop() {
        listening.dispose();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
