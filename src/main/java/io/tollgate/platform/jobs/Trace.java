package io.tollgate.platform.jobs;

import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Carries the W3C {@code traceparent} of a request through the jobs that it causes: whoever puts it into the Reactor context
 * finds it there again in the handler.
 */
final class Trace {

    /** Key in the Reactor context; the value is the header's text. */
    public static final String KEY = "traceparent";

    private Trace() {}

    static @Nullable String of(ContextView context) {
        return context.getOrDefault(KEY, null);
    }

    static Context into(Context context, @Nullable String traceparent) {
        return traceparent == null ? context : context.put(KEY, traceparent);
    }
}
