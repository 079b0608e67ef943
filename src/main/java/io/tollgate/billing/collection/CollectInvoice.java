package io.tollgate.billing.collection;

import io.tollgate.platform.jobs.JobHandler;
import io.tollgate.platform.jobs.JobRun;
import io.tollgate.platform.jobs.JobType;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Makes an attempt whose time has come. */
@Component
class CollectInvoice implements JobHandler<CollectInvoice.Payload> {

    static final JobType<Payload> TYPE = new JobType<>("collection.collect", "billing", Payload.class);

    private final Collecting collecting;

    CollectInvoice(Collecting collecting) {
        this.collecting = collecting;
    }

    record Payload(UUID invoiceId) {}

    @Override
    public JobType<Payload> type() {
        return TYPE;
    }

    @Override
    public Mono<Void> handle(Payload payload, JobRun run) {
        return collecting.collect(payload.invoiceId());
    }
}
