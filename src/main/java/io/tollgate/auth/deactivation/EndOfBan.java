package io.tollgate.auth.deactivation;

import io.tollgate.platform.jobs.JobHandler;
import io.tollgate.platform.jobs.JobRun;
import io.tollgate.platform.jobs.JobType;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Promised with a deactivation that has an end, for that moment. */
@Component
class EndOfBan implements JobHandler<EndOfBan.Payload> {

    static final JobType<Payload> TYPE = new JobType<>("auth.end_of_ban", "users", Payload.class);

    private final Deactivation deactivation;

    EndOfBan(Deactivation deactivation) {
        this.deactivation = deactivation;
    }

    record Payload(UUID userId) {}

    @Override
    public JobType<Payload> type() {
        return TYPE;
    }

    @Override
    public Mono<Void> handle(Payload payload, JobRun run) {
        return run.once(deactivation.endBan(payload.userId()));
    }
}
