package io.tollgate.admin.users;

import io.tollgate.auth.session.SessionRepository;
import io.tollgate.auth.token.AccessTokens;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.user.User;
import io.tollgate.user.UserRepository;
import io.tollgate.user.UserView;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Lets an administrator see what a user sees. The token is of the administrator's own session, so it dies with that: at logout, at
 * demotion, at deactivation. It cannot be refreshed, and ends by itself when it is the one shown at logout.
 */
@Component
class Impersonation {

    private final UserRepository users;
    private final SessionRepository sessions;
    private final AccessTokens tokens;
    private final AuditLog audit;
    private final TransactionalOperator transaction;
    private final Clock clock;

    Impersonation(
            UserRepository users,
            SessionRepository sessions,
            AccessTokens tokens,
            AuditLog audit,
            TransactionalOperator transaction,
            Clock clock) {
        this.users = users;
        this.sessions = sessions;
        this.tokens = tokens;
        this.audit = audit;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** @param entry with the administrator and their session */
    Mono<ImpersonationAnswer> begin(UUID userId, String reason, AuditEntry entry) {
        AuditEntry told = entry.on("user", userId).with(Map.of("reason", reason, "until", until()));
        return users.findById(userId)
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.USER_NOT_FOUND)))
                .flatMap(user -> {
                    String obstacle = obstacle(user);
                    return obstacle == null ? allow(user, told) : refuse(told.failed(obstacle));
                });
    }

    /** When it ends, unless the administrator's session does before; that has a line of its own. */
    private String until() {
        return clock.instant().plus(tokens.impersonationTtl()).toString();
    }

    private Mono<ImpersonationAnswer> allow(User user, AuditEntry entry) {
        UUID session = Objects.requireNonNull(entry.sessionId());
        UUID administrator = Objects.requireNonNull(entry.actorId());
        return sessions.touch(session)
                .filter(alive -> alive)
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.SESSION_ENDED)))
                .flatMap(_ -> audit.record(entry))
                .as(transaction::transactional)
                .then(Mono.defer(() -> tokens.issueFor(user, session, administrator)))
                .map(token -> new ImpersonationAnswer(
                        token, "Bearer", tokens.impersonationTtl().toSeconds(), UserView.of(user)));
    }

    /**
     * Administrators are not seen through: whoever did would have their power under another's name. Nor is who has no access
     * themselves: what they would see, nobody sees.
     */
    static @Nullable String obstacle(User user) {
        String without = UserAdministration.obstacle(user);
        return without == null && user.admin() ? "is_admin" : without;
    }

    private Mono<ImpersonationAnswer> refuse(AuditEntry entry) {
        return audit.record(entry).then(Mono.error(() -> new ApiException(ErrorCode.NOT_IMPERSONATED)));
    }
}
