package io.tollgate.auth.registration;

import io.tollgate.auth.mailbox.OneTimeTokenRepository;
import io.tollgate.auth.password.PasswordHashing;
import io.tollgate.auth.password.PasswordRepository;
import io.tollgate.auth.registration.RegistrationResult.EmailTaken;
import io.tollgate.auth.registration.RegistrationResult.Registered;
import io.tollgate.auth.registration.RegistrationResult.UsernameTaken;
import io.tollgate.auth.verification.Verification;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.mail.Mail;
import io.tollgate.platform.mail.Mailer;
import io.tollgate.platform.secret.Identifiers;
import io.tollgate.platform.web.RequestFacts;
import io.tollgate.platform.web.WebProperties;
import io.tollgate.user.ReservedUsernames;
import io.tollgate.user.User;
import io.tollgate.user.UserRepository;
import java.time.Duration;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Makes an account: user, profile, password, verification link, mail and audit in one transaction. A known address costs the same
 * work and leaves its owner a mail, so that nobody learns from the answer who has an account; of a race for one address the
 * unique index picks the winner, and the loser is such a case.
 */
@Component
class Registration {

    private static final Duration PAUSE = Duration.ofSeconds(60);

    private final PasswordHashing hashing;
    private final UserRepository users;
    private final ReservedUsernames reserved;
    private final PasswordRepository passwords;
    private final Verification verification;
    private final OneTimeTokenRepository tokens;
    private final Mailer mailer;
    private final AuditLog audit;
    private final Identifiers identifiers;
    private final TransactionalOperator transaction;
    private final String loginUrl;
    private final boolean reveal;

    Registration(
            PasswordHashing hashing,
            UserRepository users,
            ReservedUsernames reserved,
            PasswordRepository passwords,
            Verification verification,
            OneTimeTokenRepository tokens,
            Mailer mailer,
            AuditLog audit,
            Identifiers identifiers,
            TransactionalOperator transaction,
            WebProperties web,
            RegistrationProperties properties) {
        this.hashing = hashing;
        this.users = users;
        this.reserved = reserved;
        this.passwords = passwords;
        this.verification = verification;
        this.tokens = tokens;
        this.mailer = mailer;
        this.audit = audit;
        this.identifiers = identifiers;
        this.transaction = transaction;
        this.loginUrl = web.frontendUrl();
        this.reveal = properties.revealExistingAccounts();
    }

    /** @param wanted not yet verified, and not yet known to be possible */
    Mono<RegistrationResult> register(User wanted, String password, RequestFacts facts) {
        return hashing.hash(password).flatMap(hash -> store(wanted, hash, facts).as(transaction::transactional));
    }

    private Mono<RegistrationResult> store(User wanted, String hash, RequestFacts facts) {
        return users.insert(wanted)
                .flatMap(user -> complete(user, hash, facts))
                .switchIfEmpty(Mono.defer(() -> refuse(wanted, facts)));
    }

    private Mono<RegistrationResult> complete(User user, String hash, RequestFacts facts) {
        return passwords
                .insert(user.id(), hash)
                .then(verification.send(user))
                .then(audit.record(entry(user, facts).by(user.id()).on("user", user.id())))
                .thenReturn(new Registered(user));
    }

    /** Usernames are public: that one is taken is said whether or not the address is known. */
    private Mono<RegistrationResult> refuse(User wanted, RequestFacts facts) {
        return reserved.taken(wanted.username())
                .filter(taken -> taken && !reveal)
                .flatMap(_ -> usernameTaken(wanted, facts))
                .switchIfEmpty(users.findByEmail(wanted.email()).flatMap(owner -> emailTaken(owner, wanted, facts)))
                .switchIfEmpty(Mono.defer(() -> usernameTaken(wanted, facts)));
    }

    private Mono<RegistrationResult> usernameTaken(User wanted, RequestFacts facts) {
        return audit.record(entry(wanted, facts).failed("username_taken")).thenReturn(new UsernameTaken());
    }

    private Mono<RegistrationResult> emailTaken(User owner, User wanted, RequestFacts facts) {
        AuditEntry entry = entry(wanted, facts).on("user", owner.id()).failed("email_taken");
        return verification
                .registeredAgain(owner)
                .then(reveal ? Mono.empty() : reserved.reserve(wanted.username()))
                .then(reveal ? Mono.empty() : tell(owner))
                .then(audit.record(entry))
                .thenReturn(new EmailTaken());
    }

    /** Never touches password or name: nobody knows yet whether it is its owner who asks. */
    private Mono<Void> tell(User owner) {
        return owner.verified() ? tellOfAccount(owner) : verification.send(owner);
    }

    /** Not twice in a minute. The token is nobody's: its row knows when the last mail went out, as that of a link does. */
    private Mono<Void> tellOfAccount(User owner) {
        return tokens.issue(owner, "account_exists", PAUSE, PAUSE)
                .flatMap(_ -> mailer.queue(new Mail(
                        "account_exists",
                        "You already have an account",
                        owner.emailDisplay(),
                        Map.of("username", owner.username(), "loginUrl", loginUrl))));
    }

    private AuditEntry entry(User wanted, RequestFacts facts) {
        return AuditEntry.of("register", facts).with(Map.of("identifier", identifiers.digest(wanted.email())));
    }
}
