package io.tollgate.billing.stripe;

import io.tollgate.platform.jobs.JobHandler;
import io.tollgate.platform.jobs.JobRun;
import io.tollgate.platform.jobs.JobType;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Hands an event of the inbox to the handler of its type and writes on its row what became of it. */
@Component
class StripeEventDispatch implements JobHandler<StripeEventJob> {

    private final StripeEventRows rows;
    private final StripeEventTable table;

    StripeEventDispatch(StripeEventRows rows, StripeEventTable table) {
        this.rows = rows;
        this.table = table;
    }

    @Override
    public JobType<StripeEventJob> type() {
        return StripeEventJob.TYPE;
    }

    @Override
    public Mono<Void> handle(StripeEventJob job, JobRun run) {
        return rows.find(job.eventId())
                // Only what was worked on is forgotten, so this would be work that nobody does.
                .switchIfEmpty(Mono.error(() -> new IllegalStateException("Event " + job.eventId() + " is gone")))
                .flatMap(event -> table.handler(event.type())
                        .map(handler -> dispatch(event, handler, run))
                        .orElseGet(() -> run.once(rows.ignored(event.id()))));
    }

    private Mono<Void> dispatch(StripeEvent event, StripeEventHandler handler, JobRun run) {
        Mono<Void> mark = rows.processed(event.id(), StripeEventTable.name(handler));
        StripeEventRun eventRun = new StripeEventRun(run, mark);
        return Mono.defer(() -> handler.handle(event, eventRun))
                .then(eventRun.markUnlessMarked())
                .onErrorResume(IgnoredEvent.class, _ -> run.once(rows.ignored(event.id())))
                .onErrorResume(fault -> failed(event, handler, fault));
    }

    private Mono<Void> failed(StripeEvent event, StripeEventHandler handler, Throwable fault) {
        return rows.failed(event.id(), StripeEventTable.name(handler), fault.toString())
                .onErrorComplete()
                .then(Mono.error(fault));
    }
}
