package io.tollgate.billing.engine;

import io.tollgate.billing.subscription.SubscriptionRepository;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.jobs.JobHandler;
import io.tollgate.platform.jobs.JobRun;
import io.tollgate.platform.jobs.JobType;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.platform.web.RequestFacts;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Bills the rest of a period that began while nothing was paid: it was closed, so nothing was asked for it, and is open again. A job
 * of its own, because whoever takes a payment holds the customer's money, and the engine's lock comes before that.
 */
@Component
class BillRest implements JobHandler<BillRest.Payload> {

    static final JobType<Payload> TYPE = new JobType<>("billing.bill_rest", "billing", Payload.class);

    private final SubscriptionRepository subscriptions;
    private final Acting acting;
    private final Deeds deeds;

    BillRest(SubscriptionRepository subscriptions, Acting acting, Deeds deeds) {
        this.subscriptions = subscriptions;
        this.acting = acting;
        this.deeds = deeds;
    }

    record Payload(UUID subscriptionId) {}

    @Override
    public JobType<Payload> type() {
        return TYPE;
    }

    /** Once it is billed there is nothing left to bill, so it may be done twice. */
    @Override
    public Mono<Void> handle(Payload payload, JobRun run) {
        AuditEntry entry = AuditEntry.of("subscription.rest_billed", RequestFacts.NONE);
        return subscriptions
                .findById(payload.subscriptionId())
                .flatMap(of -> acting.act(of, deeds.billRest(), entry))
                .onErrorResume(ApiException.class, BillRest::refused)
                .then();
    }

    /** It has ended since, or is left alone; whoever unparks it has it billed from the next period on. */
    private static <T> Mono<T> refused(ApiException refusal) {
        return refusal.code() == ErrorCode.SUBSCRIPTION_NOT_FOUND || refusal.code() == ErrorCode.SUBSCRIPTION_PARKED
                ? Mono.empty()
                : Mono.error(refusal);
    }
}
