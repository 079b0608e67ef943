package io.tollgate.stripeemulator;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** The faults ordered, in the order they were ordered; the first that fits a request hits it. */
final class Faults {
    private static final class Armed {
        private final Fault fault;
        private final Pattern path;
        private int left;

        Armed(Fault fault) {
            this.fault = fault;
            this.path = Pattern.compile(Pattern.quote(fault.path()).replace("*", "\\E.*\\Q"));
            this.left = fault.times() <= 0 ? Integer.MAX_VALUE : fault.times();
        }

        boolean hits(Request request) {
            var method = fault.method();
            return left > 0
                    && ("*".equals(method) || method.equals(request.method()))
                    && path.matcher(request.path()).matches();
        }
    }

    private final List<Armed> armed = new ArrayList<>();
    private Sinks.Empty<Void> cleared = Sinks.empty();

    void add(Fault fault) {
        armed.add(new Armed(fault));
    }

    void clear() {
        armed.clear();
        cleared.emitEmpty(Sinks.EmitFailureHandler.FAIL_FAST);
        cleared = Sinks.empty();
    }

    /** When the faults there are now will be cleared. */
    Mono<Void> cleared() {
        return cleared.asMono();
    }

    @Nullable Fault next(Request request) {
        for (var candidate : armed) {
            if (candidate.hits(request)) {
                candidate.left--;
                return candidate.fault;
            }
        }
        return null;
    }
}
