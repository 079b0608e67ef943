package io.tollgate.auth.login;

import io.tollgate.auth.guessing.Guessed;
import io.tollgate.auth.guessing.Guessing;
import io.tollgate.auth.login.LoginResult.Disabled;
import io.tollgate.auth.login.LoginResult.RightPassword;
import io.tollgate.auth.login.LoginResult.WrongCredentials;
import io.tollgate.auth.mfa.Admission;
import io.tollgate.auth.password.PasswordHashing;
import io.tollgate.auth.password.PasswordRepository;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.secret.Identifiers;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.platform.web.RequestFacts;
import io.tollgate.user.User;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Logs in with a password. Known or unknown, an identifier costs one look-up, one hash and one line in the audit log, and a wrong
 * one is answered alike; what state the account is in, only the right password tells (CWE-204, CWE-208).
 */
@Component
class PasswordLogin {

    /** RFC 8176. */
    private static final List<String> METHODS = List.of("pwd");

    private final CredentialsRepository credentials;
    private final PasswordHashing hashing;
    private final PasswordRepository passwords;
    private final Admission admission;
    private final AuditLog audit;
    private final Identifiers identifiers;
    private final Guessing guessing;
    private final TransactionalOperator transaction;
    private final boolean unverifiedLogin;

    PasswordLogin(
            CredentialsRepository credentials,
            PasswordHashing hashing,
            PasswordRepository passwords,
            Admission admission,
            AuditLog audit,
            Identifiers identifiers,
            Guessing guessing,
            TransactionalOperator transaction,
            LoginProperties properties) {
        this.credentials = credentials;
        this.hashing = hashing;
        this.passwords = passwords;
        this.admission = admission;
        this.audit = audit;
        this.identifiers = identifiers;
        this.guessing = guessing;
        this.transaction = transaction;
        this.unverifiedLogin = properties.unverifiedLogin();
    }

    /** @param identifier e-mail address or username */
    Mono<LoginResult> login(String identifier, String password, RequestFacts facts) {
        AuditEntry attempt = AuditEntry.of("login", facts).with(Map.of("identifier", identifiers.digest(identifier)));
        Mono<LoginResult> guess = credentials
                .find(identifier)
                .flatMap(found -> verify(found, password, attempt))
                .switchIfEmpty(Mono.defer(() -> verify(null, password, attempt)));
        return guessing.guarded(
                Guessed.PASSWORD, identifier, facts, guess, result -> !(result instanceof WrongCredentials));
    }

    private Mono<LoginResult> verify(@Nullable Credentials found, String password, AuditEntry attempt) {
        AuditEntry entry =
                found == null ? attempt : attempt.on("user", found.user().id());
        String hash = found == null ? null : found.hash();
        return hashing.verify(password, hash)
                .flatMap(right -> right && found != null && hash != null
                        ? admit(found.user(), hash, password, entry)
                        : refuse(new WrongCredentials(), entry.failed("wrong_credentials")));
    }

    private Mono<LoginResult> admit(User user, String hash, String password, AuditEntry entry) {
        if (!user.verified() && !unverifiedLogin) {
            return refuse(new WrongCredentials(), entry.failed("unverified"));
        }
        return user.active()
                ? renewed(user, hash, password).flatMap(current -> open(user, current, entry))
                : refuse(new Disabled(), entry.failed("disabled"));
    }

    /** The hash as it is stored now: made anew where it was made with other parameters, and where there is time for it. */
    private Mono<String> renewed(User user, String hash, String password) {
        return hashing.outdated(hash)
                ? hashing.hash(password)
                        .flatMap(fresh ->
                                passwords.rehash(user.id(), hash, fresh).map(replaced -> replaced ? fresh : hash))
                        .onErrorResume(
                                fault -> fault instanceof ApiException busy && busy.code() == ErrorCode.BUSY,
                                _ -> Mono.just(hash))
                : Mono.just(hash);
    }

    /** Should password or state have changed while it was hashed, the login failed. */
    private Mono<LoginResult> open(User user, String hash, AuditEntry entry) {
        return credentials
                .confirm(user, hash)
                .flatMap(confirmed -> admission.admitHeld(confirmed, METHODS, entry))
                .<LoginResult>map(RightPassword::new)
                .as(transaction::transactional)
                .switchIfEmpty(Mono.defer(() -> refuse(new WrongCredentials(), entry.failed("changed_meanwhile"))));
    }

    private Mono<LoginResult> refuse(LoginResult refusal, AuditEntry entry) {
        return audit.record(entry).thenReturn(refusal);
    }
}
