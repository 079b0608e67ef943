package io.tollgate.auth.deactivation;

import io.tollgate.auth.mailbox.OneTimeSecrets;
import io.tollgate.auth.serviceaccount.OwnedServiceAccounts;
import io.tollgate.auth.session.EndReason;
import io.tollgate.auth.session.Sessions;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.jobs.Outbox;
import io.tollgate.platform.web.RequestFacts;
import io.tollgate.user.AccountDeactivated;
import io.tollgate.user.Administrators;
import io.tollgate.user.User;
import io.tollgate.user.UserRepository;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Ends all access of a user in one transaction: the flag, every session and its tokens, links and codes under way, service accounts
 * of theirs; and billing is told (ASVS 7.4.2). Of who is out already the reason and the end change to those of the later order.
 * Reactivation gives none of that back: the user logs in anew. May run inside the caller's transaction.
 */
@Component
public class Deactivation {

    private final DeactivationRepository deactivations;
    private final UserRepository users;
    private final Administrators administrators;
    private final Sessions sessions;
    private final OneTimeSecrets secrets;
    private final OwnedServiceAccounts serviceAccounts;
    private final Outbox outbox;
    private final AuditLog audit;
    private final TransactionalOperator transaction;

    Deactivation(
            DeactivationRepository deactivations,
            UserRepository users,
            Administrators administrators,
            Sessions sessions,
            OneTimeSecrets secrets,
            OwnedServiceAccounts serviceAccounts,
            Outbox outbox,
            AuditLog audit,
            TransactionalOperator transaction) {
        this.deactivations = deactivations;
        this.users = users;
        this.administrators = administrators;
        this.sessions = sessions;
        this.secrets = secrets;
        this.serviceAccounts = serviceAccounts;
        this.outbox = outbox;
        this.audit = audit;
        this.transaction = transaction;
    }

    public Mono<DeactivationResult> deactivate(DeactivationOrder order, RequestFacts facts) {
        return othersRemain(order.userId())
                .flatMap(allowed -> allowed ? store(order, facts) : Mono.just(DeactivationResult.LAST_ADMINISTRATOR))
                .delayUntil(result -> audit.record(entry(order, facts, result)))
                .as(transaction::transactional);
    }

    /** False when there is no such user, or they are active or erased. */
    public Mono<Boolean> reactivate(UUID userId, UUID by, String reason, RequestFacts facts) {
        AuditEntry entry = AuditEntry.of("user.reactivated", facts)
                .by(by)
                .on("user", userId)
                .with(Map.of("reason", reason));
        return deactivations
                .reactivate(userId)
                .delayUntil(done -> audit.record(done ? entry : entry.failed("not_deactivated")))
                .as(transaction::transactional);
    }

    /**
     * At the end of a ban. Does nothing when it was lifted or made permanent. Where it is not over, since another one came or since the node that
     * said so has a faster clock, there is another look at its end.
     */
    Mono<Void> endBan(UUID userId) {
        return deactivations.reactivateAfterBan(userId).flatMap(done -> done ? recordEnd(userId) : lookAgain(userId));
    }

    private Mono<Void> recordEnd(UUID userId) {
        return audit.record(AuditEntry.of("user.reactivated", RequestFacts.NONE)
                .on("user", userId)
                .with(Map.of("reason", "the time is over")));
    }

    private Mono<Void> lookAgain(UUID userId) {
        return deactivations.endOfBan(userId).flatMap(until -> planEnd(userId, until));
    }

    private Mono<Boolean> othersRemain(UUID userId) {
        return users.findById(userId)
                .filter(user -> user.admin() && user.mayAct())
                .map(User::id)
                .flatMap(administrators::remainWithout)
                .defaultIfEmpty(true);
    }

    private Mono<DeactivationResult> store(DeactivationOrder order, RequestFacts facts) {
        return deactivations.deactivate(order).delayUntil(result -> switch (result) {
            case DEACTIVATED -> endAccess(order, facts);
            case CHANGED -> planEnd(order);
            case NOT_ACTIVE, LAST_ADMINISTRATOR -> Mono.empty();
        });
    }

    private Mono<Void> endAccess(DeactivationOrder order, RequestFacts facts) {
        UUID userId = order.userId();
        return sessions.endAll(userId, EndReason.USER_DISABLED)
                .then(secrets.forget(userId))
                .then(serviceAccounts.revoke(userId, order.by(), "owner_deactivated", facts))
                .then(outbox.enqueue(AccountDeactivated.TYPE, userId.toString(), new AccountDeactivated(userId)))
                .then(planEnd(order));
    }

    private Mono<Void> planEnd(DeactivationOrder order) {
        return Mono.justOrEmpty(order.until()).flatMap(until -> planEnd(order.userId(), until));
    }

    private Mono<Void> planEnd(UUID userId, Instant until) {
        return outbox.enqueueAt(EndOfBan.TYPE, userId.toString(), new EndOfBan.Payload(userId), until);
    }

    private static AuditEntry entry(DeactivationOrder order, RequestFacts facts, DeactivationResult result) {
        String action = result == DeactivationResult.CHANGED ? "user.deactivation_changed" : "user.deactivated";
        Map<String, String> details = order.until() == null
                ? Map.of("reason", order.reason())
                : Map.of("reason", order.reason(), "until", order.until().toString());
        AuditEntry entry = AuditEntry.of(action, facts)
                .by(order.by())
                .on("user", order.userId())
                .with(details);
        return switch (result) {
            case DEACTIVATED, CHANGED -> entry;
            case NOT_ACTIVE -> entry.failed("not_active");
            case LAST_ADMINISTRATOR -> entry.failed("last_administrator");
        };
    }
}
