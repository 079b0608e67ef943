package io.tollgate.admin.users;

import io.tollgate.auth.session.EndReason;
import io.tollgate.auth.session.Sessions;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.user.Administrators;
import io.tollgate.user.User;
import io.tollgate.user.UserRepository;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Makes administrators and takes the role away. One change at a time in the whole deployment, each by somebody who is an
 * administrator at that moment: so there always is one, however many demote each other at once.
 */
@Component
class RoleChange {

    private final UserRepository users;
    private final RoleRepository roles;
    private final Administrators administrators;
    private final Sessions sessions;
    private final AdminNotices notices;
    private final AuditLog audit;
    private final TransactionalOperator transaction;

    RoleChange(
            UserRepository users,
            RoleRepository roles,
            Administrators administrators,
            Sessions sessions,
            AdminNotices notices,
            AuditLog audit,
            TransactionalOperator transaction) {
        this.users = users;
        this.roles = roles;
        this.administrators = administrators;
        this.sessions = sessions;
        this.notices = notices;
        this.audit = audit;
        this.transaction = transaction;
    }

    enum Result {
        DONE,
        NO_SUCH_USER,
        /** Nobody takes the role from themselves. */
        OWN_ACCOUNT,
        LAST_ADMIN
    }

    /** @param entry with the administrator who asks */
    Mono<Result> change(UUID userId, boolean admin, AuditEntry entry) {
        UUID actor = Objects.requireNonNull(entry.actorId());
        return administrators
                .remainWithout(userId)
                .flatMap(othersRemain -> requireStillAdmin(actor)
                        .then(Mono.defer(() -> users.findById(userId)))
                        .flatMap(user -> change(user, admin, actor, othersRemain, entry.on("user", userId))))
                .defaultIfEmpty(Result.NO_SUCH_USER)
                .as(transaction::transactional);
    }

    private Mono<Result> change(User user, boolean admin, UUID actor, boolean othersRemain, AuditEntry entry) {
        AuditEntry told = entry.with(Map.of("before", role(user.admin()), "after", role(admin)));
        if (user.admin() == admin) {
            return Mono.just(Result.DONE);
        }
        if (!admin && user.id().equals(actor)) {
            return audit.record(told.failed("own_account")).thenReturn(Result.OWN_ACCOUNT);
        }
        if (!admin && !othersRemain) {
            return audit.record(told.failed("last_admin")).thenReturn(Result.LAST_ADMIN);
        }
        return roles.set(user.id(), admin)
                .then(Mono.defer(() -> admin ? Mono.empty() : sessions.endAll(user.id(), EndReason.ROLE_CHANGED)))
                .then(notices.roleChanged(user, admin))
                .then(audit.record(told))
                .thenReturn(Result.DONE);
    }

    /** The guard has asked before the wait for our turn. */
    private Mono<User> requireStillAdmin(UUID actor) {
        return users.findById(actor)
                .filter(user -> user.admin() && user.mayAct())
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.ADMIN_REQUIRED)));
    }

    private static String role(boolean admin) {
        return admin ? "admin" : "user";
    }
}
