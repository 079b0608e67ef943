package io.tollgate.billing.subscription;

import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Pauses subscriptions: nothing is charged and nothing opened until the user resumes. At Stripe that begins with the end of what is
 * paid; what is run here is closed at once, and its unused days are given back. Of what nobody pays for there is nothing to pause.
 */
@Component
class Pausing {

    private final SubscriptionRepository subscriptions;
    private final Operations operations;
    private final SubscriptionEngine engine;

    Pausing(SubscriptionRepository subscriptions, Operations operations, SubscriptionEngine engine) {
        this.subscriptions = subscriptions;
        this.operations = operations;
        this.engine = engine;
    }

    Mono<Subscription> pause(UUID userId, AuditEntry entry) {
        return subscriptions
                .findLive(userId)
                .filter(live -> live.provider() == Provider.STRIPE || live.engine())
                .switchIfEmpty(Mono.error(Cancellation::none))
                .flatMap(live -> live.engine() ? engine.pause(live, entry) : atStripe(live, entry));
    }

    private Mono<Subscription> atStripe(Subscription live, AuditEntry entry) {
        return operations
                .perform(OperationWish.of(live, Operation.Kind.PAUSE, Pausing::mayPause, entry))
                .map(OperationResult::subscription);
    }

    private static void mayPause(Outlook outlook) {
        if (outlook.paused()) {
            throw new ApiException(ErrorCode.SUBSCRIPTION_PAUSED);
        }
        if (outlook.overdue()) {
            throw new ApiException(ErrorCode.PAYMENT_OVERDUE);
        }
        if (outlook.ending()) {
            throw new ApiException(ErrorCode.SUBSCRIPTION_ENDING);
        }
        if (outlook.ahead() != null) {
            throw new ApiException(ErrorCode.CHANGE_WAITING, "A change of the plan is under way; take it back first");
        }
    }
}
