package io.tollgate.auth.password;

import io.tollgate.auth.guessing.Guessed;
import io.tollgate.auth.guessing.Guessing;
import io.tollgate.auth.mailbox.OneTimeSecrets;
import io.tollgate.auth.password.PasswordChangeResult.Changed;
import io.tollgate.auth.password.PasswordChangeResult.WrongPassword;
import io.tollgate.auth.session.EndReason;
import io.tollgate.auth.session.Sessions;
import io.tollgate.auth.token.Family;
import io.tollgate.auth.token.Renewal;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.web.RequestFacts;
import io.tollgate.user.SignedIn;
import io.tollgate.user.User;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Replaces a password by another for who knows the present one; guessing that costs time as at the login. The user's other sessions
 * end and their one-time links and codes are void. The session at hand goes on in a family of its own (ASVS 7.2.4): whoever
 * had copied it is out.
 */
@Component
class PasswordChange {

    private final PasswordRepository passwords;
    private final PasswordHashing hashing;
    private final Guessing guessing;
    private final Sessions sessions;
    private final OneTimeSecrets secrets;
    private final Renewal renewal;
    private final PasswordNotices notices;
    private final AuditLog audit;
    private final TransactionalOperator transaction;

    PasswordChange(
            PasswordRepository passwords,
            PasswordHashing hashing,
            Guessing guessing,
            Sessions sessions,
            OneTimeSecrets secrets,
            Renewal renewal,
            PasswordNotices notices,
            AuditLog audit,
            TransactionalOperator transaction) {
        this.passwords = passwords;
        this.hashing = hashing;
        this.guessing = guessing;
        this.sessions = sessions;
        this.secrets = secrets;
        this.renewal = renewal;
        this.notices = notices;
        this.audit = audit;
        this.transaction = transaction;
    }

    /** @param next already held to the policy */
    Mono<PasswordChangeResult> change(User user, SignedIn who, String present, String next, RequestFacts facts) {
        Mono<PasswordChangeResult> attempt = passwords
                .find(user.id())
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(stored -> hashing.verify(present, stored.orElse(null))
                        .filter(right -> right)
                        .flatMap(_ -> hashing.hash(next))
                        .flatMap(hash -> replace(user, who, stored.orElseThrow(), hash, facts)))
                .switchIfEmpty(Mono.defer(() -> refuse(user, who, facts)));
        return guessing.guarded(Guessed.PASSWORD, user.email(), facts, attempt, result -> result instanceof Changed);
    }

    Mono<Boolean> hasPassword(User user) {
        return passwords.find(user.id()).hasElement();
    }

    /** The first one, of who has just logged in without. Empty when somebody was faster. @param next already held to the policy */
    Mono<PasswordChangeResult> add(User user, SignedIn who, String next, RequestFacts facts) {
        return hashing.hash(next).flatMap(hash -> written(user, who, passwords.add(user.id(), hash), facts));
    }

    /** Empty when somebody else has changed it since it was read. */
    private Mono<PasswordChangeResult> replace(User user, SignedIn who, String old, String hash, RequestFacts facts) {
        return written(user, who, passwords.replace(user.id(), old, hash), facts);
    }

    private Mono<PasswordChangeResult> written(User user, SignedIn who, Mono<Boolean> write, RequestFacts facts) {
        return passwords
                .lockUser(user.id())
                .filter(User::active)
                .filterWhen(_ -> write)
                .flatMap(_ -> sessions.endOthers(user.id(), who.sessionId(), EndReason.PASSWORD_CHANGED)
                        .then(secrets.forget(user.id()))
                        .then(notices.changed(user, facts))
                        .then(audit.record(entry(user, who, facts)))
                        .then(renewal.renew(who.sessionId(), facts).singleOptional()))
                .<PasswordChangeResult>map((Optional<Family> family) -> new Changed(family.orElse(null)))
                .as(transaction::transactional);
    }

    private Mono<PasswordChangeResult> refuse(User user, SignedIn who, RequestFacts facts) {
        return audit.record(entry(user, who, facts).failed("wrong_password")).thenReturn(new WrongPassword());
    }

    private static AuditEntry entry(User user, SignedIn who, RequestFacts facts) {
        return AuditEntry.of("password.changed", facts)
                .by(user.id())
                .in(who.sessionId())
                .on("user", user.id());
    }
}
