package io.tollgate.auth.verification;

import io.tollgate.auth.mailbox.MailboxProof;
import io.tollgate.auth.mailbox.OneTimeTokenRepository;
import io.tollgate.auth.mailbox.OneTimeTokenRepository.OneTimeToken;
import io.tollgate.auth.password.PasswordLinks;
import io.tollgate.auth.session.EndReason;
import io.tollgate.auth.session.Sessions;
import io.tollgate.auth.verification.VerificationResult.AlreadyVerified;
import io.tollgate.auth.verification.VerificationResult.Expired;
import io.tollgate.auth.verification.VerificationResult.HandedOver;
import io.tollgate.auth.verification.VerificationResult.Invalid;
import io.tollgate.auth.verification.VerificationResult.Verified;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.time.Secrets;
import io.tollgate.platform.web.RequestFacts;
import io.tollgate.user.User;
import io.tollgate.user.UserRepository;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Proof that a mailbox belongs to its user: a link and a code sent there, good once, for that address only. Sessions from before the proof end.
 *
 * <p>Who registers an address that somebody has registered but not proven may be its owner, or not. From then on the link proves the
 * mailbox and nothing else: whoever opens it chooses a password, and what either of them had set is gone (account pre-hijacking).
 */
@Component
public class Verification {

    private static final String PURPOSE = VerificationMail.PURPOSE;

    private final OneTimeTokenRepository tokens;
    private final VerificationMail mail;
    private final UserRepository users;
    private final SecondRegistrations seconds;
    private final MailboxProof mailbox;
    private final PasswordLinks passwordLinks;
    private final Sessions sessions;
    private final AuditLog audit;
    private final TransactionalOperator transaction;

    Verification(
            OneTimeTokenRepository tokens,
            VerificationMail mail,
            UserRepository users,
            SecondRegistrations seconds,
            MailboxProof mailbox,
            PasswordLinks passwordLinks,
            Sessions sessions,
            AuditLog audit,
            TransactionalOperator transaction) {
        this.tokens = tokens;
        this.mail = mail;
        this.users = users;
        this.seconds = seconds;
        this.mailbox = mailbox;
        this.passwordLinks = passwordLinks;
        this.sessions = sessions;
        this.audit = audit;
        this.transaction = transaction;
    }

    /** Sends a link, unless one was sent a moment ago. Joins the caller's transaction. */
    public Mono<Void> send(User user) {
        return mail.send(user);
    }

    /** Somebody registers the user's address once more, perhaps its owner. Joins the caller's transaction. */
    public Mono<Void> registeredAgain(User user) {
        return seconds.note(user.id());
    }

    /**
     * An administrator takes the address for proven. Where two people may have claimed it, what they set goes as with a proof from
     * the mailbox. False when it was proven before. Joins the caller's transaction.
     */
    public Mono<Boolean> vouch(User user, RequestFacts facts) {
        return seconds.find(user.id(), user.email())
                .flatMap(claimed ->
                        mailbox.prove(claimed, "administrator", facts).thenReturn(true))
                .switchIfEmpty(Mono.defer(() -> users.markVerified(user.id(), user.email())));
    }

    /** At the user's own request. */
    Mono<Void> sendAgain(User user, RequestFacts facts) {
        return send(user)
                .then(audit.record(AuditEntry.of("verification.requested", facts)
                        .by(user.id())
                        .on("user", user.id())))
                .as(transaction::transactional);
    }

    Mono<VerificationResult> consume(String token, RequestFacts facts) {
        return consume(Secrets.sha256(token), facts);
    }

    /** @param link the SHA-256 of its token */
    Mono<VerificationResult> consume(byte[] link, RequestFacts facts) {
        return tokens.consume(link, PURPOSE)
                .flatMap(taken -> prove(taken, facts))
                .as(transaction::transactional)
                .switchIfEmpty(Mono.defer(() -> explain(link, facts)));
    }

    private Mono<VerificationResult> prove(OneTimeToken taken, RequestFacts facts) {
        return seconds.find(taken.userId(), taken.email())
                .flatMap(user -> handOver(user, facts))
                .switchIfEmpty(Mono.defer(() -> confirm(taken, facts)));
    }

    private Mono<VerificationResult> handOver(User user, RequestFacts facts) {
        return mailbox.prove(user, "registered_again", facts)
                .flatMap(passwordLinks::issue)
                .map(HandedOver::new);
    }

    private Mono<VerificationResult> confirm(OneTimeToken taken, RequestFacts facts) {
        return users.markVerified(taken.userId(), taken.email())
                .flatMap(proven -> proven ? endSessions(taken) : already(taken))
                .flatMap(result -> audit.record(entry(taken, result, facts)).thenReturn(result));
    }

    /** Who reads the mail confirms a password that they know. Whether they opened these sessions, nobody asked them. */
    private Mono<VerificationResult> endSessions(OneTimeToken taken) {
        return sessions.endAll(taken.userId(), EndReason.MAILBOX_PROVEN).thenReturn(new Verified());
    }

    /** A used link of a proven address is a second click, not an error. */
    private Mono<VerificationResult> explain(byte[] link, RequestFacts facts) {
        return tokens.find(link, PURPOSE)
                .flatMap(known -> known.used() ? already(known) : Mono.just(new Expired()))
                .switchIfEmpty(Mono.fromSupplier(Invalid::new))
                .flatMap(result -> audit.record(
                                AuditEntry.of("email.verified", facts).failed(outcome(result)))
                        .thenReturn(result));
    }

    private Mono<VerificationResult> already(OneTimeToken token) {
        return users.findById(token.userId())
                .<VerificationResult>map(user ->
                        user.verified() && user.email().equals(token.email()) ? new AlreadyVerified() : new Invalid())
                .switchIfEmpty(Mono.fromSupplier(Invalid::new));
    }

    private static AuditEntry entry(OneTimeToken taken, VerificationResult result, RequestFacts facts) {
        AuditEntry entry =
                AuditEntry.of("email.verified", facts).by(taken.userId()).on("user", taken.userId());
        return result instanceof Verified ? entry : entry.failed(outcome(result));
    }

    private static String outcome(VerificationResult result) {
        return switch (result) {
            case Verified _, HandedOver _ -> AuditEntry.SUCCESS;
            case AlreadyVerified _ -> "already_verified";
            case Expired _ -> "token_expired";
            case Invalid _ -> "token_invalid";
        };
    }
}
