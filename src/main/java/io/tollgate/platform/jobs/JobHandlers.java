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

    private final Map<String, JobHandler<?>> byType;

    JobHandlers(ObjectProvider<JobHandler<?>> handlers) {
        byType = handlers.stream()
                .collect(Collectors.toUnmodifiableMap(handler -> handler.type().name(), Function.identity()));
    }

    @Nullable JobHandler<?> find(String type) {
        return byType.get(type);
    }

    Set<String> topics() {
        return byType.values().stream().map(handler -> handler.type().topic()).collect(Collectors.toUnmodifiableSet());
    }
}
