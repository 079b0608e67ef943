package io.tollgate.platform.jobs;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import io.micrometer.tracing.propagation.Propagator;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Ties requests and jobs into one trace, where spans are made; elsewhere it does nothing. */
@Component
class Spans {

    private final @Nullable Tracer tracer;
    private final @Nullable Propagator propagator;

    Spans(ObjectProvider<Tracer> tracer, ObjectProvider<Propagator> propagator) {
        this.tracer = tracer.getIfAvailable();
        this.propagator = propagator.getIfAvailable();
    }

    /** The request's own span as a {@code traceparent}. */
    @Nullable String of(ServerWebExchange exchange) {
        if (tracer == null) {
            return null;
        }
        return ServerRequestObservationContext.findCurrent(exchange.getAttributes())
                .map(context -> context.<TracingContext>get(TracingContext.class))
                .map(TracingContext::getSpan)
                .map(span -> Traceparent.of(span.context()))
                .orElse(null);
    }

    /** The work inside a span whose parent is that of the job. */
    <T> Mono<T> around(JobMessage job, Mono<T> work) {
        return propagator == null ? work : Mono.defer(() -> inside(start(propagator, job), work));
    }

    private static Span start(Propagator propagator, JobMessage job) {
        return propagator
                .extract(job, (message, field) -> Traceparent.HEADER.equals(field) ? message.traceparent() : null)
                .name("job " + job.type())
                .kind(Span.Kind.CONSUMER)
                .tag("tollgate.job.id", job.id().toString())
                .tag("tollgate.job.attempt", job.attempt())
                .start();
    }

    private static <T> Mono<T> inside(Span span, Mono<T> work) {
        TraceContext context = span.context();
        return work.doOnError(span::error)
                .doFinally(_ -> span.end())
                .contextWrite(outer -> Trace.into(outer, Traceparent.of(context)));
    }
}
