package io.tollgate.billing.entitlement;

import io.tollgate.billing.plan.Tier;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a user may at one moment.
 *
 * @param plan the open subscription's, or that of those who have none; null when there is no such plan
 * @param terms of the plan, by the feature's key
 * @param held the open subscription; null when there is none
 * @param endsAt when it will open nothing any more, as far as is known
 * @param allKeys of all features there are
 */
record Entitled(
        UUID userId,
        @Nullable PlanRef plan,
        Map<String, Term> terms,
        Access.@Nullable Held held,
        @Nullable Instant endsAt,
        Set<String> allKeys,
        Instant now) {

    Tier tier() {
        return plan == null ? Tier.FREE : plan.tier();
    }

    Window window(Quota quota) {
        return Window.of(quota.reset(), now, held == null ? null : held.period());
    }

    /** What is said of a feature. 404 for one that does not exist, 403 for one the plan does not include. */
    Term require(String key) {
        Term term = terms.get(key);
        if (term == null) {
            throw new ApiException(allKeys.contains(key) ? ErrorCode.ENTITLEMENT_MISSING : ErrorCode.FEATURE_NOT_FOUND);
        }
        return term;
    }
}
