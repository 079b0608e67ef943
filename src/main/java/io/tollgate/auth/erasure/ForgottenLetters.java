package io.tollgate.auth.erasure;

import io.tollgate.platform.jobs.JobHandler;
import io.tollgate.platform.jobs.JobRun;
import io.tollgate.platform.jobs.JobType;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Deletes dead letters to addresses that nobody here has any more: a mail that was under way at the erasure dies days later, with
 * the address in it. Work about users who were erased stays until an administrator replays or drops it.
 */
@Component
class ForgottenLetters implements JobHandler<ForgottenLetters.Order> {

    static final JobType<Order> TYPE = new JobType<>("auth.forget_dead_letters", "maintenance", Order.class);

    private final ErasureRepository erasures;

    ForgottenLetters(ErasureRepository erasures) {
        this.erasures = erasures;
    }

    /** @param by who wants it */
    record Order(String by) {}

    @Override
    public JobType<Order> type() {
        return TYPE;
    }

    @Override
    public Mono<Void> handle(Order order, JobRun run) {
        return erasures.forgetDeadLetters();
    }
}
