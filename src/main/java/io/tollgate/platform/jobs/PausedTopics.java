package io.tollgate.platform.jobs;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * The topics that take nothing from this node at the moment, without prefix: their rows stay behind when the relay claims, or
 * those of all others would wait with them. {@code tollgate.topics.paused} counts them.
 */
@Component
class PausedTopics {

    private final Set<String> names = ConcurrentHashMap.newKeySet();

    PausedTopics(MeterRegistry registry) {
        Gauge.builder("tollgate.topics.paused", names, Set::size).register(registry);
    }

    void pause(Collection<String> topics) {
        names.addAll(topics);
    }

    void resume(String topic) {
        names.remove(topic);
    }

    Set<String> names() {
        return Set.copyOf(names);
    }
}
