package io.tollgate.platform.jobs;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Deletes marks of finished jobs that no message can ask for any more, some at a time. */
@Component
class CleanUp implements JobHandler<CleanUp.Order> {

    static final JobType<Order> TYPE = new JobType<>("jobs.clean-up", "maintenance", Order.class);

    private static final int BATCH = 1_000;
    private static final int MOST_BATCHES = 500;
    private static final Duration MARGIN = Duration.ofDays(1);

    private final ProcessedJobs processed;
    private final JobsProperties properties;
    private final Clock clock;

    CleanUp(ProcessedJobs processed, JobsProperties properties, Clock clock) {
        this.processed = processed;
        this.properties = properties;
        this.clock = clock;
    }

    /** There is nothing to say. */
    record Order() {}

    @Override
    public JobType<Order> type() {
        return TYPE;
    }

    @Override
    public Mono<Void> handle(Order order, JobRun run) {
        Instant time = clock.instant().minus(properties.retention()).minus(MARGIN);
        return batch(time)
                .expand(deleted -> deleted == BATCH ? batch(time) : Mono.empty())
                .take(MOST_BATCHES)
                .then();
    }

    private Mono<Long> batch(Instant time) {
        return processed.deleteBefore(time, BATCH);
    }
}
