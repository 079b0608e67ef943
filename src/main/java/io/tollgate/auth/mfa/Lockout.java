package io.tollgate.auth.mfa;

import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.web.RequestFacts;
import io.tollgate.user.User;
import io.tollgate.user.UserRepository;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Counts wrong second factors per account, over all factors, challenges and sessions: who has the password has unlimited challenges
 * and must not have unlimited guesses. After {@code max-failures} in a row none is looked at for a while, and the owner is told,
 * since whoever came this far knows the first factor.
 */
@Component
public class Lockout {

    private final MfaAccounts accounts;
    private final UserRepository users;
    private final MfaNotices notices;
    private final AuditLog audit;
    private final MfaProperties properties;
    private final TransactionalOperator transaction;

    Lockout(
            MfaAccounts accounts,
            UserRepository users,
            MfaNotices notices,
            AuditLog audit,
            MfaProperties properties,
            TransactionalOperator transaction) {
        this.accounts = accounts;
        this.users = users;
        this.notices = notices;
        this.audit = audit;
        this.properties = properties;
        this.transaction = transaction;
    }

    /** One attempt, which counts as failed until {@link #passed}. {@code last}: the account is locked if it fails. */
    public record Attempt(UUID userId, boolean last) {}

    /** To be called outside of any transaction. Empty while the account is locked: nothing may be compared then. */
    public Mono<Attempt> begin(UUID userId) {
        return accounts.countFailure(userId).map(failures -> new Attempt(userId, failures >= properties.maxFailures()));
    }

    /** Nothing was compared after all: there was no time for it. Outside of any transaction. */
    public Mono<Void> withdrawn(Attempt attempt) {
        return accounts.takeBackFailure(attempt.userId());
    }

    /** Joins the transaction of what was reached. */
    public Mono<Void> passed(Attempt attempt) {
        return accounts.forgetFailures(attempt.userId());
    }

    /** Outside of any transaction. */
    public Mono<Void> failed(Attempt attempt, RequestFacts facts) {
        return attempt.last()
                ? users.findById(attempt.userId())
                        .flatMap(user -> tell(user, facts))
                        .as(transaction::transactional)
                : Mono.empty();
    }

    private Mono<Void> tell(User user, RequestFacts facts) {
        return notices.locked(user, facts)
                .then(audit.record(AuditEntry.of("mfa.locked", facts).on("user", user.id())));
    }
}
