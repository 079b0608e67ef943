package io.tollgate.admin.users;

import io.tollgate.auth.deactivation.Deactivation;
import io.tollgate.auth.deactivation.DeactivationOrder;
import io.tollgate.auth.deactivation.DeactivationResult;
import io.tollgate.auth.password.ForgottenPassword;
import io.tollgate.auth.session.EndReason;
import io.tollgate.auth.session.Sessions;
import io.tollgate.auth.verification.Verification;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.platform.web.RequestFacts;
import io.tollgate.user.User;
import io.tollgate.user.UserRepository;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** What administrators do to a user's proof of address, password and sessions, each with its line in the audit log. */
@Component
class UserAdministration {

    private final UserRepository users;
    private final Verification verification;
    private final Deactivation deactivation;
    private final ForgottenPassword forgottenPassword;
    private final Sessions sessions;
    private final AdminNotices notices;
    private final AuditLog audit;
    private final TransactionalOperator transaction;

    UserAdministration(
            UserRepository users,
            Verification verification,
            Deactivation deactivation,
            ForgottenPassword forgottenPassword,
            Sessions sessions,
            AdminNotices notices,
            AuditLog audit,
            TransactionalOperator transaction) {
        this.users = users;
        this.verification = verification;
        this.deactivation = deactivation;
        this.forgottenPassword = forgottenPassword;
        this.sessions = sessions;
        this.notices = notices;
        this.audit = audit;
        this.transaction = transaction;
    }

    /** 404 {@code user_not_found}. */
    Mono<User> find(UUID userId) {
        return users.findById(userId).switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.USER_NOT_FOUND)));
    }

    /** Takes the address for proven, as support does when mails do not arrive. Saying it again changes nothing. */
    Mono<Void> verify(UUID userId, AuditEntry entry) {
        return find(userId)
                .filterWhen(user -> verification.vouch(user, entry.facts()))
                .flatMap(user -> notices.verified(user)
                        .then(audit.record(entry.on("user", userId)
                                .with(Map.of("is_verified.before", "false", "is_verified.after", "true")))))
                .as(transaction::transactional);
    }

    /** Who looks at somebody's data leaves a trace, as who changes it does. */
    Mono<Void> recordLook(UUID userId, AuditEntry entry) {
        return audit.record(entry.on("user", userId));
    }

    /** 404 {@code user_not_found}. */
    Mono<DeactivationResult> deactivate(DeactivationOrder order, RequestFacts facts) {
        return find(order.userId())
                .flatMap(user -> deactivation
                        .deactivate(order, facts)
                        .delayUntil(result ->
                                result == DeactivationResult.DEACTIVATED ? notices.deactivated(user) : Mono.empty()))
                .as(transaction::transactional);
    }

    /** The mail that the user could have asked for. False, and a line in the audit log, for who has no access to regain. */
    Mono<Boolean> sendReset(UUID userId, AuditEntry entry) {
        return find(userId)
                .flatMap(user -> sendReset(user, entry.on("user", userId)))
                .as(transaction::transactional);
    }

    private Mono<Boolean> sendReset(User user, AuditEntry entry) {
        String obstacle = obstacle(user);
        if (obstacle != null) {
            return audit.record(entry.failed(obstacle)).thenReturn(false);
        }
        return forgottenPassword
                .report(user.email(), entry.facts())
                .then(audit.record(entry))
                .thenReturn(true);
    }

    /** Why the user has no access; null where they have. */
    static @Nullable String obstacle(User user) {
        if (user.erased()) {
            return "erased";
        }
        return user.active() ? null : "not_active";
    }

    Mono<Void> endSessions(UUID userId, AuditEntry entry) {
        return find(userId)
                .delayUntil(_ -> sessions.endAll(userId, EndReason.REVOKED_BY_ADMIN))
                .delayUntil(notices::sessionsEnded)
                .then(Mono.defer(() -> audit.record(entry.on("user", userId))))
                .as(transaction::transactional);
    }

    /** False when it is not this user's or has ended. */
    Mono<Boolean> endSession(UUID userId, UUID sessionId, AuditEntry entry) {
        AuditEntry told = entry.on("session", sessionId).with(Map.of("user", userId.toString()));
        return sessions.endOf(userId, sessionId, EndReason.REVOKED_BY_ADMIN)
                .delayUntil(ended -> ended ? users.findById(userId).flatMap(notices::sessionsEnded) : Mono.empty())
                .delayUntil(ended -> audit.record(ended ? told : told.failed("not_found")))
                .as(transaction::transactional);
    }
}
