package io.tollgate.billing.plan;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that can be bought, at the version that is sold now.
 *
 * @param active can be subscribed to
 * @param deletedAt soft deletion; such a plan is never active, its code stays taken
 * @param revision grows with each change
 * @param billing how what is billed here counts and divides its periods, of all its versions
 */
public record Plan(
        UUID id,
        String code,
        String name,
        Tier tier,
        Trial trial,
        boolean active,
        @Nullable Instant deletedAt,
        long revision,
        PlanVersion version,
        BillingRules billing) {

    public boolean deleted() {
        return deletedAt != null;
    }

    public PlanPrice price() {
        return version.price();
    }

    /** The plan at another version of the same price. */
    Plan reissued(UUID newVersion) {
        PlanVersion next = new PlanVersion(newVersion, version.number() + 1, version.price(), null);
        return new Plan(id, code, name, tier, trial, active, deletedAt, revision + 1, next, billing);
    }

    /** The plan with what the draft says. Another price is another version, known by {@code newVersion}. */
    Plan changedTo(PlanDraft draft, UUID newVersion) {
        PlanVersion next = draft.price().equals(price())
                ? version
                : new PlanVersion(newVersion, version.number() + 1, draft.price(), null);
        return new Plan(
                id,
                code,
                draft.name(),
                draft.tier(),
                draft.trial(),
                draft.active(),
                draft.active() ? null : deletedAt,
                revision + 1,
                next,
                draft.billing());
    }
}
