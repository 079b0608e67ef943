package io.tollgate.auth.password;

import io.tollgate.auth.guessing.Guessed;
import io.tollgate.auth.guessing.Guessing;
import io.tollgate.auth.mailbox.OneTimeTokenRepository;
import io.tollgate.auth.password.PasswordResetResult.LinkExpired;
import io.tollgate.auth.password.PasswordResetResult.LinkInvalid;
import io.tollgate.auth.password.PasswordResetResult.PasswordSet;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.web.RequestFacts;
import io.tollgate.user.User;
import io.tollgate.user.UserRepository;
import java.time.Clock;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Sets a password with a link from a mail. The link is taken before anything changes, once; but a password that is refused leaves
 * it good. Everybody who was signed in is out afterwards, the one who reset included: whoever read the mail is not let in by it
 * (OWASP Forgot Password Cheat Sheet), and a second factor stays.
 */
@Component
class PasswordReset {

    static final String PURPOSE = "reset_password";

    private final OneTimeTokenRepository tokens;
    private final UserRepository users;
    private final PasswordPolicy policy;
    private final PasswordHashing hashing;
    private final AccountRecovery recovery;
    private final Guessing guessing;
    private final AuditLog audit;
    private final TransactionalOperator transaction;
    private final Clock clock;

    PasswordReset(
            OneTimeTokenRepository tokens,
            UserRepository users,
            PasswordPolicy policy,
            PasswordHashing hashing,
            AccountRecovery recovery,
            Guessing guessing,
            AuditLog audit,
            TransactionalOperator transaction,
            Clock clock) {
        this.tokens = tokens;
        this.users = users;
        this.policy = policy;
        this.hashing = hashing;
        this.recovery = recovery;
        this.guessing = guessing;
        this.audit = audit;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Errors with 422 on {@code password} when the policy refuses it. */
    Mono<PasswordResetResult> reset(String token, String password, RequestFacts facts) {
        return tokens.find(token, PURPOSE)
                .filter(known -> known.aliveAt(clock.instant()))
                .flatMap(known -> users.findById(known.userId()))
                .flatMap(user -> policy.check("password", password, user.email(), user.username())
                        .then(hashing.hash(password))
                        .flatMap(hash -> consume(user, token, hash, facts)))
                .switchIfEmpty(Mono.defer(() -> explain(token, facts)));
    }

    private Mono<PasswordResetResult> consume(User user, String token, String hash, RequestFacts facts) {
        return recovery.recover(user, tokens.consume(token, PURPOSE), hash, facts)
                .as(transaction::transactional)
                .flatMap(recovered -> forgetGuesses(recovered).thenReturn(new PasswordSet()));
    }

    private Mono<Void> forgetGuesses(User user) {
        return guessing.forget(Guessed.PASSWORD, user.email()).then(guessing.forget(Guessed.PASSWORD, user.username()));
    }

    private Mono<PasswordResetResult> explain(String token, RequestFacts facts) {
        return tokens.find(token, PURPOSE)
                .<PasswordResetResult>map(
                        known -> known.used() || known.aliveAt(clock.instant()) ? new LinkInvalid() : new LinkExpired())
                .defaultIfEmpty(new LinkInvalid())
                .flatMap(result -> audit.record(AuditEntry.of("password.reset", facts)
                                .failed(result instanceof LinkExpired ? "token_expired" : "token_invalid"))
                        .thenReturn(result));
    }
}
