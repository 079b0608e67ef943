package io.tollgate.billing.subscription;

import io.tollgate.billing.plan.Plan;
import io.tollgate.billing.pricing.CancelPolicy;
import io.tollgate.platform.audit.AuditEntry;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Runs the subscriptions that Stripe does not run: counts their periods, makes their invoices and does to them what is asked for.
 * Each call is one transaction that fails with what stands against it, and leaves the audit entry.
 */
public interface SubscriptionEngine {

    /** Begins one, with its trial or its first invoice. Fails with {@code subscription_exists}. */
    Mono<Subscription> start(EngineStart start);

    /** Ends with its period; a trial with the trial. */
    Mono<Subscription> cancelAtPeriodEnd(Subscription live, AuditEntry entry);

    /**
     * Ends now: what was used is billed, what was paid and not used given back as the policy says. Of one that is parked nothing is
     * given back, and what it used is billed when it is unparked.
     */
    Mono<Subscription> cancelNow(Subscription live, CancelPolicy policy, AuditEntry entry);

    /** What was cancelled goes on, what was paused runs again. */
    Mono<Subscription> resume(Subscription live, AuditEntry entry);

    /** Charges and opens nothing from now on; the rest of the paid period is given back as credit. */
    Mono<Subscription> pause(Subscription live, AuditEntry entry);

    /** Another plan: now, with the difference billed, if it is worth as much a month; else when the period ends. */
    Mono<Subscription> change(Subscription live, Plan to, AuditEntry entry);

    /** What {@link #change} would cost; writes nothing. Fails with what it would fail with. */
    Mono<ChangePreview> preview(Subscription live, Plan to);

    /** The present plan after all. Fails with {@code no_change_planned}. */
    Mono<Subscription> keep(Subscription live, AuditEntry entry);

    /**
     * Another version of its plan, when its period ends, or of the plan that is planned for then; whatever its user plans or takes
     * back until then. Fails with {@code subscription_parked}, and with {@code plan_currency_differs} when it is paid in another.
     */
    Mono<Void> migrate(Subscription live, Plan to);

    /**
     * Ends at a date to come, in whatever period that lies: what was used is billed, what was billed and not used given back as the
     * policy says. Fails with {@code validation_failed} for a date that does not lie ahead.
     */
    Mono<Subscription> cancelAt(Subscription live, Instant date, CancelPolicy policy, AuditEntry entry);

    /** What comes of it by itself: an end at a date, or another plan at the end of its period. Empty when it goes on as it is. */
    Mono<Planned> planned(Subscription live);

    /** @param plan that follows; null for none, it ends */
    record Planned(@Nullable Plan plan, Instant at) {}
}
