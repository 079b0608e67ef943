package io.tollgate.billing.collection;

import io.tollgate.platform.jobs.JobHandler;
import io.tollgate.platform.jobs.JobRun;
import io.tollgate.platform.jobs.JobType;
import io.tollgate.platform.jobs.Outbox;
import io.tollgate.platform.jobs.Schedule;
import java.util.List;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Promises the attempts whose time has come, and a look at those that are to be looked after: a job each. */
@Component
class CollectionDue implements JobHandler<CollectionDue.Payload> {

    static final JobType<Payload> TYPE = new JobType<>("collection.due", "billing", Payload.class);

    private static final UUID START = new UUID(0, 0);
    private static final int BATCH = 200;

    private final DueRepository due;
    private final Outbox outbox;
    private final TransactionalOperator tx;

    CollectionDue(DueRepository due, Outbox outbox, TransactionalOperator tx) {
        this.due = due;
        this.outbox = outbox;
        this.tx = tx;
    }

    record Payload() {}

    @Override
    public JobType<Payload> type() {
        return TYPE;
    }

    @Override
    public Mono<Void> handle(Payload payload, JobRun run) {
        Mono<Integer> attempts = attempts();
        return attempts.expand(size -> size < BATCH ? Mono.empty() : attempts)
                .then(polls(START)
                        .expand(last -> last.size() < BATCH ? Mono.empty() : polls(last.getLast()))
                        .then());
    }

    private Mono<Integer> attempts() {
        return due.claimAttempts(BATCH)
                .collectList()
                .flatMap(found -> Flux.fromIterable(found)
                        .concatMap(id ->
                                outbox.enqueue(CollectInvoice.TYPE, id.toString(), new CollectInvoice.Payload(id)))
                        .then(Mono.just(found.size())))
                .as(tx::transactional);
    }

    private Mono<List<UUID>> polls(UUID after) {
        return due.polls(after, BATCH)
                .collectList()
                .flatMap(found -> Flux.fromIterable(found)
                        .concatMap(id -> outbox.enqueue(PollAttempt.TYPE, id.toString(), new PollAttempt.Payload(id)))
                        .then(Mono.just(found)))
                .as(tx::transactional);
    }

    @Configuration(proxyBeanMethods = false)
    static class Often {

        @Bean
        Schedule<Payload> collectionDueSchedule() {
            return new Schedule<>("collection.due", "30 */5 * * * *", TYPE, new Payload());
        }
    }
}
