package io.tollgate.billing.entitlement;

import io.tollgate.billing.subscription.SubscriptionRows;
import io.tollgate.billing.webhook.WebhookType;
import io.tollgate.billing.webhook.Webhooks;
import io.tollgate.platform.jobs.JobHandler;
import io.tollgate.platform.jobs.JobRun;
import io.tollgate.platform.jobs.JobType;
import io.tollgate.platform.jobs.Outbox;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A version of a plan opens something else: its subscribers' entitlements have changed with it, and endpoints are told of each of
 * them, some at a time. Whoever has no subscription has the default plan's features and is nobody's subscriber.
 */
@Component
class TermNews implements JobHandler<TermNews.Page> {

    static final JobType<Page> TYPE = new JobType<>("entitlement.terms_changed", "billing", Page.class);

    private static final UUID FIRST = new UUID(0, 0);
    private static final int PAGE = 100;

    /** Until every node has read the features anew. */
    private static final Duration SETTLED = Duration.ofSeconds(2);

    private final DatabaseClient db;
    private final EntitlementWebhooks entitlements;
    private final Webhooks webhooks;
    private final Outbox outbox;
    private final Clock clock;

    TermNews(DatabaseClient db, EntitlementWebhooks entitlements, Webhooks webhooks, Outbox outbox, Clock clock) {
        this.db = db;
        this.entitlements = entitlements;
        this.webhooks = webhooks;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** The subscribers of a version whose user ids come after this one. */
    record Page(UUID versionId, UUID after) {}

    /** Wants the transaction of the change round it. */
    Mono<Void> changed(UUID versionId) {
        return webhooks.wanted(WebhookType.ENTITLEMENT_UPDATED)
                .filter(wanted -> wanted)
                .flatMap(_ -> outbox.enqueueAt(
                        TYPE,
                        versionId.toString(),
                        new Page(versionId, FIRST),
                        clock.instant().plus(SETTLED)));
    }

    @Override
    public JobType<Page> type() {
        return TYPE;
    }

    @Override
    public Mono<Void> handle(Page page, JobRun run) {
        return run.once(subscribers(page).flatMap(users -> tell(users).then(further(page, users))));
    }

    private Mono<Void> tell(List<UUID> users) {
        return Flux.fromIterable(users).concatMap(entitlements::tell).then();
    }

    private Mono<Void> further(Page page, List<UUID> users) {
        return users.size() < PAGE
                ? Mono.empty()
                : outbox.enqueue(TYPE, page.versionId().toString(), new Page(page.versionId(), users.getLast()));
    }

    private Mono<List<UUID>> subscribers(Page page) {
        return db.sql("""
                        select distinct user_id from subscriptions
                        where plan_version_id = :versionId and user_id > :after and %s
                        order by user_id limit :page
                        """.formatted(SubscriptionRows.LIVE))
                .bind("versionId", page.versionId())
                .bind("after", page.after())
                .bind("page", PAGE)
                .map(row -> Objects.requireNonNull(row.get("user_id", UUID.class)))
                .all()
                .collectList();
    }
}
