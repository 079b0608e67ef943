package io.tollgate.billing.collection;

import io.tollgate.platform.jobs.JobHandler;
import io.tollgate.platform.jobs.JobRun;
import io.tollgate.platform.jobs.JobType;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Looks what became of an attempt. */
@Component
class PollAttempt implements JobHandler<PollAttempt.Payload> {

    static final JobType<Payload> TYPE = new JobType<>("collection.poll", "billing", Payload.class);

    private final Polling polling;

    PollAttempt(Polling polling) {
        this.polling = polling;
    }

    record Payload(UUID attemptId) {}

    @Override
    public JobType<Payload> type() {
        return TYPE;
    }

    @Override
    public Mono<Void> handle(Payload payload, JobRun run) {
        return polling.poll(payload.attemptId());
    }
}
