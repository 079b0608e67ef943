package io.tollgate.billing.webhook;

import io.tollgate.platform.jobs.JobHandler;
import io.tollgate.platform.jobs.JobRun;
import io.tollgate.platform.jobs.JobType;
import io.tollgate.platform.jobs.Outbox;
import io.tollgate.platform.jobs.Schedule;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Promises anew every delivery whose job is gone: dropped from the dead letters, or lost by an earlier release. It would be called
 * pending for ever, and could not even be replayed.
 */
@Component
class StrayDeliveries implements JobHandler<StrayDeliveries.Payload> {

    static final JobType<Payload> TYPE = new JobType<>("webhook.stray", "billing", Payload.class);

    /** How long it was due before: of a job that an earlier release has sent to Kafka there is no row. */
    static final Duration QUIET = Duration.ofDays(1);

    private static final int PAGE = 200;

    private final ErrandRepository errands;
    private final Outbox outbox;
    private final Clock clock;

    StrayDeliveries(ErrandRepository errands, Outbox outbox, Clock clock) {
        this.errands = errands;
        this.outbox = outbox;
        this.clock = clock;
    }

    record Payload() {}

    @Override
    public JobType<Payload> type() {
        return TYPE;
    }

    @Override
    public Mono<Void> handle(Payload payload, JobRun run) {
        return run.once(errands.takeUpStray(clock.instant(), QUIET, PAGE)
                .collectList()
                .delayUntil(this::promise)
                .filter(strays -> strays.size() == PAGE)
                .flatMap(_ -> outbox.enqueue(TYPE, "stray", payload)));
    }

    private Mono<Void> promise(List<ErrandRepository.Stray> strays) {
        return Flux.fromIterable(strays)
                .concatMap(stray ->
                        outbox.enqueue(DeliveryOrder.TYPE, stray.endpointId().toString(), stray.order()))
                .then();
    }

    /** Beside the hour, when other schedules run. */
    @Configuration(proxyBeanMethods = false)
    static class Hourly {

        @Bean
        Schedule<Payload> strayDeliveriesHourly() {
            return new Schedule<>("webhook.stray", "0 33 * * * *", TYPE, new Payload());
        }
    }
}
