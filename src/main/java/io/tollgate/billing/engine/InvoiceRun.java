package io.tollgate.billing.engine;

import io.tollgate.platform.jobs.JobHandler;
import io.tollgate.platform.jobs.JobRun;
import io.tollgate.platform.jobs.JobType;
import io.tollgate.platform.jobs.Outbox;
import java.time.Duration;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Makes the invoices that are due, in chunks of a transaction each, on subscriptions that nobody else is at: a run that breaks off
 * has made those that it has made, and two at once make none twice. After a while it hands over to another job, so that each stays
 * short however much there is to do.
 */
@Component
class InvoiceRun implements JobHandler<InvoiceRun.Payload> {

    static final JobType<Payload> TYPE = new JobType<>("billing.invoice_run", "billing", Payload.class);

    /** Shorter than a job may take. */
    private static final Duration SHIFT = Duration.ofSeconds(30);

    private final InvoiceChunk chunk;
    private final TrialEnds trials;
    private final EngineProperties properties;
    private final Outbox outbox;

    InvoiceRun(InvoiceChunk chunk, TrialEnds trials, EngineProperties properties, Outbox outbox) {
        this.chunk = chunk;
        this.trials = trials;
        this.properties = properties;
        this.outbox = outbox;
    }

    record Payload() {}

    @Override
    public JobType<Payload> type() {
        return TYPE;
    }

    @Override
    public Mono<Void> handle(Payload payload, JobRun run) {
        long begin = System.nanoTime();
        Flux<Boolean> renewals = Flux.range(0, properties.lanes())
                .flatMap(_ -> lane(chunk::next, properties.chunk(), begin), properties.lanes());
        Mono<Boolean> ends = lane(trials::next, TrialEnds.PAGE, begin);
        // What one of the two stumbles over does not stop the other.
        return Flux.mergeDelayError(2, renewals, ends)
                .reduce(false, Boolean::logicalOr)
                .flatMap(unfinished -> run.once(unfinished ? outbox.enqueue(TYPE, "run", payload) : Mono.empty()));
    }

    /** True when it stopped although more is due. */
    private static Mono<Boolean> lane(Supplier<Mono<Integer>> next, int whole, long begin) {
        return next.get()
                .expand(size -> size < whole || isOver(begin) ? Mono.empty() : next.get())
                .takeLast(1)
                .single()
                .map(size -> size == whole);
    }

    private static boolean isOver(long begin) {
        return System.nanoTime() - begin > SHIFT.toNanos();
    }
}
