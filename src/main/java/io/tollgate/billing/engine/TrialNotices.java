package io.tollgate.billing.engine;

import io.tollgate.billing.plan.PlanRepository;
import io.tollgate.billing.subscription.Subscription;
import io.tollgate.billing.subscription.SubscriptionRepository;
import io.tollgate.billing.subscription.TrialNews;
import io.tollgate.platform.jobs.JobHandler;
import io.tollgate.platform.jobs.JobRun;
import io.tollgate.platform.jobs.JobType;
import io.tollgate.user.UserRepository;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Tells whose trial is about to end, as Stripe does of the subscriptions that it runs. */
@Component
class TrialNotices implements JobHandler<TrialNotices.Payload>, CustomerMoments {

    static final JobType<Payload> TYPE = new JobType<>("billing.trial_notices", "billing", Payload.class);

    private static final int BATCH = 100;

    private final TrialRepository trials;
    private final EngineRepository rows;
    private final SubscriptionRepository subscriptions;
    private final UserRepository users;
    private final PlanRepository plans;
    private final TrialNews news;
    private final TransactionalOperator tx;
    private final Clock clock;

    TrialNotices(
            TrialRepository trials,
            EngineRepository rows,
            SubscriptionRepository subscriptions,
            UserRepository users,
            PlanRepository plans,
            TrialNews news,
            TransactionalOperator tx,
            Clock clock) {
        this.trials = trials;
        this.rows = rows;
        this.subscriptions = subscriptions;
        this.users = users;
        this.plans = plans;
        this.news = news;
        this.tx = tx;
        this.clock = clock;
    }

    record Payload() {}

    @Override
    public JobType<Payload> type() {
        return TYPE;
    }

    @Override
    public Mono<Void> handle(Payload payload, JobRun run) {
        return batch().expand(told -> told < BATCH ? Mono.empty() : batch()).then();
    }

    private Mono<Integer> batch() {
        return Mono.defer(() -> {
                    Instant now = clock.instant();
                    return trials.tell(now, BATCH)
                            .delayUntil(ids -> tell(ids, now))
                            .map(List::size);
                })
                .as(tx::transactional);
    }

    @Override
    public Mono<Instant> next(UUID userId, Instant latest) {
        return trials.next(userId, latest);
    }

    @Override
    public Mono<Void> pass(UUID userId, Instant now) {
        return trials.tell(userId, now).flatMap(ids -> tell(ids, now)).as(tx::transactional);
    }

    private Mono<Void> tell(List<UUID> ids, Instant now) {
        return Flux.fromIterable(ids)
                .concatMap(rows::find)
                .concatMap(trial -> tell(trial, now))
                .then();
    }

    /** One that is over already, and only not yet taken past its end, needs no warning any more. */
    private Mono<Void> tell(EngineSubscription trial, Instant now) {
        UUID planned = trial.course().ahead();
        UUID version = planned == null ? trial.versionId() : planned;
        return subscriptions
                .findById(trial.id())
                .filter(found -> found.trialEnd() != null && found.trialEnd().isAfter(now))
                .flatMap(found -> tell(found, version));
    }

    private Mono<Void> tell(Subscription trial, UUID version) {
        return Mono.zip(users.findById(trial.userId()), plans.findByVersion(version))
                .filter(found -> !found.getT1().erased())
                .flatMap(found -> news.willEnd(trial, found.getT1(), found.getT2()));
    }
}
