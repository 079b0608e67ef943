package io.tollgate.platform.jobs;

import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** All handlers, by the name of their type. Two for one name stop the start. */
@Component
class JobHandlers {

    /** Of earlier releases, whose work another job does now: what of them is still under way, or replayed, is done. */
    private static final Set<String> RETIRED = Set.of(
            "jobs.clean-up",
            "stripe.events.purge",
            "paymob.callbacks.purge",
            "entitlement.clean_up",
            "webhook.clean_up");

    private final Map<String, JobHandler<?>> byType;

    JobHandlers(ObjectProvider<JobHandler<?>> handlers) {
        byType = handlers.stream()
                .collect(Collectors.toUnmodifiableMap(handler -> handler.type().name(), Function.identity()));
    }

    @Nullable JobHandler<?> find(String type) {
        return byType.get(type);
    }

    /** False for what is only carried, and for types of the next release. */
    boolean handles(OutboxRow row) {
        return byType.containsKey(row.type()) || retired(row.type());
    }

    boolean retired(String type) {
        return RETIRED.contains(type);
    }

    Set<String> topics() {
        return byType.values().stream().map(handler -> handler.type().topic()).collect(Collectors.toUnmodifiableSet());
    }
}
