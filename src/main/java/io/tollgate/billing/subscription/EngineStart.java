package io.tollgate.billing.subscription;

import io.tollgate.billing.plan.Plan;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.user.User;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A subscription that is to be run here.
 *
 * @param provider who collects its invoices
 * @param at when it begins; null for now, never in the future
 * @param trial whether the plan's trial comes first; who has had one gets none
 * @param replaces the free one whose place it takes; null for none
 */
public record EngineStart(
        User user,
        Plan plan,
        Provider provider,
        @Nullable Instant at,
        boolean trial,
        @Nullable Subscription replaces,
        AuditEntry entry) {}
