package io.tollgate.billing.engine;

import io.tollgate.billing.subscription.Subscription;
import io.tollgate.billing.subscription.SubscriptionRepository;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** Lets a subscription run again that was left alone: what it has missed is made up for, however much it is. */
@Component
class Parking {

    private final EngineRepository rows;
    private final SubscriptionRepository subscriptions;
    private final CustomerClock clock;
    private final AuditLog audit;
    private final TransactionalOperator tx;

    Parking(
            EngineRepository rows,
            SubscriptionRepository subscriptions,
            CustomerClock clock,
            AuditLog audit,
            TransactionalOperator tx) {
        this.rows = rows;
        this.subscriptions = subscriptions;
        this.clock = clock;
        this.audit = audit;
        this.tx = tx;
    }

    Mono<Subscription> unpark(UUID id, AuditEntry entry) {
        return rows.lock(id)
                .switchIfEmpty(Mono.error(
                        () -> new ApiException(ErrorCode.SUBSCRIPTION_NOT_FOUND, "No such subscription is run here.")))
                .flatMap(parked -> clock.now(parked.userId()))
                .flatMap(now -> rows.unpark(id, now))
                .filter(was -> was)
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.SUBSCRIPTION_NOT_PARKED)))
                .then(audit.record(entry.on("subscription", id)))
                .then(Mono.defer(() -> subscriptions.findById(id)))
                .as(tx::transactional);
    }
}
