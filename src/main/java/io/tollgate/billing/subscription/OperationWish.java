package io.tollgate.billing.subscription;

import io.tollgate.platform.audit.AuditEntry;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An operation that is asked for.
 *
 * @param rules throws what keeps the subscription from it; asked once nobody else is at the subscription
 * @param entry who asks and from where
 */
record OperationWish(
        UUID subscriptionId,
        Operation.Kind kind,
        @Nullable UUID planVersionId,
        @Nullable Instant countedFrom,
        boolean credit,
        Consumer<Outlook> rules,
        AuditEntry entry) {

    static OperationWish of(Subscription subscription, Operation.Kind kind, Consumer<Outlook> rules, AuditEntry entry) {
        return new OperationWish(subscription.id(), kind, null, null, false, rules, entry);
    }

    OperationWish to(UUID version, @Nullable Instant from) {
        return new OperationWish(subscriptionId, kind, version, from, credit, rules, entry);
    }

    OperationWish withCredit(boolean giveBack) {
        return new OperationWish(subscriptionId, kind, planVersionId, countedFrom, giveBack, rules, entry);
    }
}
