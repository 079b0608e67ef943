package io.tollgate.billing.subscription;

import io.tollgate.billing.plan.PlanRepository;
import io.tollgate.billing.pricing.CancelPolicy;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.user.UserRepository;
import java.time.Instant;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Ends subscriptions and takes that back. What a user cancels ends with the period that is paid for, and opens what it opens
 * until then; to end one at once, with or without credit for the unused time, is for administrators.
 */
@Component
class Cancellation {

    private final SubscriptionRepository subscriptions;
    private final OwnSubscriptions own;
    private final Operations operations;
    private final SubscriptionEngine engine;
    private final PlanRepository plans;
    private final UserRepository users;
    private final SubscriptionMails mails;
    private final AuditLog audit;
    private final TransactionalOperator tx;

    Cancellation(
            SubscriptionRepository subscriptions,
            OwnSubscriptions own,
            Operations operations,
            SubscriptionEngine engine,
            PlanRepository plans,
            UserRepository users,
            SubscriptionMails mails,
            AuditLog audit,
            TransactionalOperator tx) {
        this.subscriptions = subscriptions;
        this.own = own;
        this.operations = operations;
        this.engine = engine;
        this.plans = plans;
        this.users = users;
        this.mails = mails;
        this.audit = audit;
        this.tx = tx;
    }

    /** With the end of the period; at once where there is no period. */
    Mono<Subscription> atPeriodEnd(Subscription live, AuditEntry entry) {
        if (live.engine()) {
            return engine.cancelAtPeriodEnd(live, entry);
        }
        return live.provider() == Provider.STRIPE
                ? operations
                        .perform(OperationWish.of(live, Operation.Kind.CANCEL, Cancellation::mayCancel, entry))
                        .map(OperationResult::subscription)
                : own.cancel(live.id())
                        .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.CANCELLATION_PENDING)))
                        .flatMap(changed -> note(changed, entry))
                        .as(tx::transactional);
    }

    /** What was cancelled goes on, what was paused is collected again. */
    Mono<Subscription> resume(Subscription live, AuditEntry entry) {
        if (live.engine()) {
            return engine.resume(live, entry);
        }
        return live.provider() == Provider.STRIPE
                ? resumeAtStripe(live, entry)
                : own.resume(live.id())
                        .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.NOTHING_TO_RESUME)))
                        .flatMap(changed -> note(changed, entry))
                        .as(tx::transactional);
    }

    private Mono<Subscription> resumeAtStripe(Subscription live, AuditEntry entry) {
        OperationWish wish = live.cancelAtPeriodEnd()
                ? OperationWish.of(live, Operation.Kind.RESUME, Cancellation::mayResume, entry)
                : OperationWish.of(live, Operation.Kind.UNPAUSE, Cancellation::mayUnpause, entry);
        return operations.perform(wish).map(OperationResult::subscription);
    }

    /** @param policy what becomes of the unused time; Stripe gives no money back but credit */
    Mono<Subscription> now(Subscription live, CancelPolicy policy, AuditEntry entry) {
        if (live.engine()) {
            return engine.cancelNow(live, policy, entry);
        }
        return live.provider() == Provider.STRIPE
                ? operations
                        .perform(OperationWish.of(live, Operation.Kind.CANCEL_NOW, _ -> {}, entry)
                                .withCredit(policy != CancelPolicy.NONE))
                        .map(OperationResult::subscription)
                : own.cancelNow(live.id())
                        .switchIfEmpty(Mono.error(Cancellation::none))
                        .flatMap(changed -> note(changed, entry))
                        .as(tx::transactional);
    }

    /** At a date to come. Of what Stripe runs only its dates are known here. */
    Mono<Subscription> at(Subscription live, Instant date, CancelPolicy policy, AuditEntry entry) {
        return live.engine()
                ? engine.cancelAt(live, date, policy, entry)
                : Mono.error(() -> ApiException.invalid("at", "Only what is billed here can be ended at a date"));
    }

    /** The user's live one. */
    Mono<Subscription> of(UUID userId) {
        return subscriptions.findLive(userId).switchIfEmpty(Mono.error(Cancellation::none));
    }

    /** Any user's, while it is live. */
    Mono<Subscription> byId(UUID id) {
        return subscriptions
                .findById(id)
                .filter(Subscription::live)
                .switchIfEmpty(Mono.error(() ->
                        new ApiException(ErrorCode.SUBSCRIPTION_NOT_FOUND, "No active subscription with this id.")));
    }

    static ApiException none() {
        return new ApiException(ErrorCode.SUBSCRIPTION_NOT_FOUND, "No active subscription found for this user.");
    }

    private static void mayCancel(Outlook outlook) {
        if (outlook.ending()) {
            throw new ApiException(ErrorCode.CANCELLATION_PENDING);
        }
    }

    private static void mayResume(Outlook outlook) {
        if (!outlook.subscription().cancelAtPeriodEnd()) {
            throw new ApiException(ErrorCode.NOTHING_TO_RESUME);
        }
    }

    private static void mayUnpause(Outlook outlook) {
        if (!outlook.paused()) {
            throw new ApiException(ErrorCode.NOTHING_TO_RESUME);
        }
    }

    private Mono<Subscription> note(Subscription changed, AuditEntry entry) {
        return audit.record(entry.on("subscription", changed.id()))
                .then(changed.status() == SubscriptionStatus.CANCELED ? tellOfEnd(changed) : Mono.empty())
                .thenReturn(changed);
    }

    private Mono<Void> tellOfEnd(Subscription ended) {
        return users.findById(ended.userId())
                .zipWith(plans.findByVersion(ended.planVersionId()))
                .flatMap(found -> mails.canceled(new SubscriptionMails.About(
                        found.getT1(),
                        found.getT2(),
                        ended,
                        found.getT2().price().amount())));
    }
}
