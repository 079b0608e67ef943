package io.tollgate.billing.subscription;

import io.tollgate.billing.plan.Plan;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.user.User;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Changes the plan of a subscription in place: what is worth more per month at once, with the difference charged; what is worth
 * less when the paid period ends, and until then it can be taken back.
 */
@Component
class PlanChange {

    /** How long the amount of a preview may be held on to. */
    private static final Duration PREVIEW_LIFE = Duration.ofMinutes(15);

    private final PlanMoves moves;
    private final Operations operations;
    private final OwnSubscriptions own;
    private final SubscriptionRepository subscriptions;
    private final PaymentPage page;
    private final SubscriptionEngine engine;
    private final DefaultProvider provider;
    private final SubscriptionMails mails;
    private final AuditLog audit;
    private final TransactionalOperator tx;
    private final Clock clock;

    PlanChange(
            PlanMoves moves,
            Operations operations,
            OwnSubscriptions own,
            SubscriptionRepository subscriptions,
            PaymentPage page,
            SubscriptionEngine engine,
            DefaultProvider provider,
            SubscriptionMails mails,
            AuditLog audit,
            TransactionalOperator tx,
            Clock clock) {
        this.moves = moves;
        this.operations = operations;
        this.own = own;
        this.subscriptions = subscriptions;
        this.page = page;
        this.engine = engine;
        this.provider = provider;
        this.mails = mails;
        this.audit = audit;
        this.tx = tx;
        this.clock = clock;
    }

    Mono<PlanChangeResult> change(User user, ChangeRequest wish, AuditEntry entry) {
        return moves.find(user.id(), wish.planCode())
                .flatMap(move -> move.subscription().engine()
                        ? byEngine(move, entry)
                        : switch (move.way()) {
                            case OURS -> ours(user, move, entry);
                            case CHECKOUT -> first(user, move, entry);
                            case NOW -> now(move, wish.countedFrom(), entry);
                            case PERIOD_END -> atPeriodEnd(move, entry);
                        });
    }

    private Mono<PlanChangeResult> byEngine(PlanMove move, AuditEntry entry) {
        return engine.change(move.subscription(), move.to(), entry)
                .map(after -> after.planVersionId().equals(move.to().version().id())
                        ? new PlanChangeResult.Changed(after, move.to())
                        : new PlanChangeResult.Planned(after, move.from()));
    }

    /** From what is free to what is paid for. */
    private Mono<PlanChangeResult> first(User user, PlanMove move, AuditEntry entry) {
        if (!provider.engine()) {
            return page.url(user, move.to(), move.subscription()).map(PlanChangeResult.PayFirst::new);
        }
        return engine.start(
                        new EngineStart(user, move.to(), provider.provider(), null, true, move.subscription(), entry))
                .map(started -> new PlanChangeResult.Changed(started, move.to()));
    }

    /** Takes back what was planned, or waits for its payment. */
    Mono<Subscription> keep(User user, AuditEntry entry) {
        return subscriptions
                .findLive(user.id())
                .filter(live -> live.provider() == Provider.STRIPE || live.engine())
                .switchIfEmpty(Mono.error(Cancellation::none))
                .flatMap(live -> live.engine() ? engine.keep(live, entry) : keepAtStripe(live, entry));
    }

    private Mono<Subscription> keepAtStripe(Subscription live, AuditEntry entry) {
        return operations
                .perform(OperationWish.of(live, Operation.Kind.KEEP, PlanChange::mayKeep, entry))
                .map(OperationResult::subscription);
    }

    private static void mayKeep(Outlook outlook) {
        if (!outlook.isAhead(Operation.Kind.CHANGE) && !outlook.isAhead(Operation.Kind.DOWNGRADE)) {
            throw new ApiException(ErrorCode.NO_CHANGE_PLANNED);
        }
    }

    private Mono<PlanChangeResult> ours(User user, PlanMove move, AuditEntry entry) {
        Plan to = move.to();
        String change = Long.toString(clock.millis());
        return own.move(move.subscription().id(), to.version().id())
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.SAME_PLAN)))
                .delayUntil(changed -> audit.record(entry.on("subscription", changed.id())))
                .delayUntil(changed -> mails.changed(
                        new SubscriptionMails.About(
                                user, to, changed, to.price().amount()),
                        change))
                .<PlanChangeResult>map(changed -> new PlanChangeResult.Changed(changed, to))
                .as(tx::transactional);
    }

    private Mono<PlanChangeResult> now(PlanMove move, @Nullable Instant countedFrom, AuditEntry entry) {
        return operations
                .perform(wish(move, Operation.Kind.CHANGE, entry, countFrom(move, countedFrom)))
                .map(result -> result.operation().status() == Operation.Status.WAITING
                        ? new PlanChangeResult.ConfirmAt(
                                result.subscription(),
                                result.plan(),
                                result.operation().paymentUrl())
                        : new PlanChangeResult.Changed(result.subscription(), result.plan()));
    }

    private Mono<PlanChangeResult> atPeriodEnd(PlanMove move, AuditEntry entry) {
        return operations
                .perform(wish(move, Operation.Kind.DOWNGRADE, entry, null))
                .map(result -> new PlanChangeResult.Planned(result.subscription(), result.plan()));
    }

    private static OperationWish wish(
            PlanMove move, Operation.Kind kind, AuditEntry entry, @Nullable Instant countedFrom) {
        UUID version = move.to().version().id();
        return OperationWish.of(move.subscription(), kind, outlook -> PlanMoves.check(move, outlook), entry)
                .to(version, countedFrom);
    }

    /** The second from which the difference is counted: the one of a preview, if it is not too old, or this one. */
    Instant countFrom(PlanMove move, @Nullable Instant wished) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        if (wished == null) {
            return now;
        }
        Instant start = move.subscription().currentPeriodStart();
        if (wished.isAfter(now)
                || wished.isBefore(now.minus(PREVIEW_LIFE))
                || start != null && wished.isBefore(start)) {
            throw ApiException.invalid("counted_from", "Must be of a preview made in the last 15 minutes");
        }
        return wished.truncatedTo(ChronoUnit.SECONDS);
    }
}
