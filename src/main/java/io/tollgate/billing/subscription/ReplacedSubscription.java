package io.tollgate.billing.subscription;

import io.tollgate.billing.stripe.StripeSubscription;
import io.tollgate.billing.stripe.StripeSubscriptions;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.jobs.JobHandler;
import io.tollgate.platform.jobs.JobRun;
import io.tollgate.platform.jobs.JobType;
import io.tollgate.platform.web.RequestFacts;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Ends, at Stripe, a subscription whose place another one has taken, and gives the unused time back as credit. Promised in the
 * transaction in which the new one took the place, never before: until then the user keeps what they have.
 */
@Component
class ReplacedSubscription implements JobHandler<ReplacedSubscription.Payload> {

    static final JobType<Payload> TYPE = new JobType<>("subscription.replaced", "billing", Payload.class);

    private static final Set<StripeSubscription.Status> PAID_FOR =
            EnumSet.of(StripeSubscription.Status.ACTIVE, StripeSubscription.Status.TRIALING);

    private final StripeSubscriptions stripe;
    private final SubscriptionSync sync;
    private final AuditLog audit;

    ReplacedSubscription(StripeSubscriptions stripe, SubscriptionSync sync, AuditLog audit) {
        this.stripe = stripe;
        this.sync = sync;
        this.audit = audit;
    }

    /** @param by what took its place */
    record Payload(UUID subscriptionId, String providerSubscriptionId, UUID by) {}

    @Override
    public JobType<Payload> type() {
        return TYPE;
    }

    @Override
    public Mono<Void> handle(Payload replaced, JobRun run) {
        String id = replaced.providerSubscriptionId();
        return stripe.retrieve(id)
                .flatMap(there -> stripe.cancelNow(id, paidFor(there)))
                .then(Mono.defer(() -> sync.read(id)))
                .flatMap(reading -> run.once(sync.apply(reading, null).then(note(replaced))));
    }

    /** What was paused by us is called active all the while, though nothing is collected for it. */
    private static boolean paidFor(StripeSubscription there) {
        return PAID_FOR.contains(there.status()) && !PaidUntil.hasPassed(there);
    }

    private Mono<Void> note(Payload replaced) {
        return audit.record(AuditEntry.of("subscription.replaced_ended", RequestFacts.NONE)
                .on("subscription", replaced.subscriptionId())
                .with(Map.of("replaced_by", replaced.by().toString())));
    }
}
