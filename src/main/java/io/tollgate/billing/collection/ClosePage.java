package io.tollgate.billing.collection;

import io.tollgate.platform.jobs.JobHandler;
import io.tollgate.platform.jobs.JobRun;
import io.tollgate.platform.jobs.JobType;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Closes a page that asks for what nobody owes any more. One that cannot be closed is looked after until it has run out. */
@Component
class ClosePage implements JobHandler<ClosePage.Payload> {

    static final JobType<Payload> TYPE = new JobType<>("collection.close_page", "billing", Payload.class);

    private final AttemptRepository attempts;
    private final PageClosing closing;

    ClosePage(AttemptRepository attempts, PageClosing closing) {
        this.attempts = attempts;
        this.closing = closing;
    }

    record Payload(UUID attemptId) {}

    @Override
    public JobType<Payload> type() {
        return TYPE;
    }

    @Override
    public Mono<Void> handle(Payload payload, JobRun run) {
        return attempts.find(payload.attemptId())
                .filter(attempt -> attempt.status() == AttemptStatus.WAITING)
                .flatMap(closing::close)
                .then();
    }
}
