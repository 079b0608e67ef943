package io.tollgate.platform.jobs;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The topics that take nothing from this node at the moment, without prefix: their rows stay behind when the relay claims, or
 * those of all others would wait with them. {@code tollgate.topics.paused} counts them.
 */
@Component
class PausedTopics {

    private static final Logger LOG = LoggerFactory.getLogger(PausedTopics.class);

    private final Set<String> names = ConcurrentHashMap.newKeySet();

    PausedTopics(MeterRegistry registry) {
        Gauge.builder("tollgate.topics.paused", names, Set::size).register(registry);
    }

    void pause(Collection<String> topics) {
        for (String topic : topics) {
            if (names.add(topic)) {
                LOG.warn("Kafka takes nothing for topic {}: its jobs wait in the outbox", topic);
            }
        }
    }

    void resume(String topic) {
        if (names.remove(topic)) {
            LOG.info("Jobs of topic {} go on", topic);
        }
    }

    Set<String> names() {
        return Set.copyOf(names);
    }
}
