package io.tollgate.auth.otp;

import io.tollgate.auth.guessing.Guessed;
import io.tollgate.auth.guessing.Guessing;
import io.tollgate.auth.mailbox.MailboxProof;
import io.tollgate.auth.mfa.Admission;
import io.tollgate.auth.otp.CodeLoginResult.CodeExpired;
import io.tollgate.auth.otp.CodeLoginResult.Disabled;
import io.tollgate.auth.otp.CodeLoginResult.RightCode;
import io.tollgate.auth.otp.CodeLoginResult.WrongCode;
import io.tollgate.auth.otp.LoginCodeRepository.LoginCode;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.secret.Identifiers;
import io.tollgate.platform.web.RequestFacts;
import io.tollgate.user.User;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Logs in with a code from a mail: a first factor like a password, behind which the second is asked for like there. (A mailbox is
 * no authenticator of its own in NIST SP 800-63B: AAL1 at most.) The first code of an address proves the mailbox, and hands the
 * account over to its owner.
 */
@Component
class CodeLogin {

    /** RFC 8176. */
    private static final List<String> METHODS = List.of("otp");

    private final LoginCodeRepository rows;
    private final LoginCodes codes;
    private final MailboxProof mailboxes;
    private final Admission admission;
    private final Guessing guessing;
    private final AuditLog audit;
    private final Identifiers identifiers;
    private final TransactionalOperator transaction;
    private final Clock clock;

    CodeLogin(
            LoginCodeRepository rows,
            LoginCodes codes,
            MailboxProof mailboxes,
            Admission admission,
            Guessing guessing,
            AuditLog audit,
            Identifiers identifiers,
            TransactionalOperator transaction,
            Clock clock) {
        this.rows = rows;
        this.codes = codes;
        this.mailboxes = mailboxes;
        this.admission = admission;
        this.guessing = guessing;
        this.audit = audit;
        this.identifiers = identifiers;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** @param flowId what the request for the code was answered with; null binds the code to the address alone */
    Mono<CodeLoginResult> login(String email, String code, @Nullable String flowId, RequestFacts facts) {
        String account = identifiers.digest(email);
        AuditEntry entry = AuditEntry.of("login.code", facts).with(Map.of("identifier", account));
        Mono<CodeLoginResult> attempt = rows.adopt(account, identifiers.former(email))
                .then(rows.countTry(account, flowId == null ? null : LoginCodes.flow(flowId)))
                .flatMap(counted -> compare(account, counted, code, entry))
                .switchIfEmpty(Mono.defer(() -> refuse(new WrongCode(), entry.failed("no_live_code"))));
        return guessing.guarded(Guessed.LOGIN_CODE, email, facts, attempt, result -> !(result instanceof WrongCode));
    }

    private Mono<CodeLoginResult> compare(String account, LoginCode counted, String code, AuditEntry entry) {
        boolean right = codes.matches(counted.flow(), code, counted.mac());
        UUID userId = counted.userId();
        if (!right || userId == null) {
            return refuse(new WrongCode(), entry.failed("wrong_code"));
        }
        return clock.instant().isBefore(counted.expiresAt())
                ? redeem(userId, account, counted.flow(), entry.on("user", userId))
                : refuse(new CodeExpired(), entry.failed("expired"));
    }

    private Mono<CodeLoginResult> redeem(UUID userId, String account, String flow, AuditEntry entry) {
        return rows.lockUser(userId)
                // The user may have changed to another address since.
                .filter(user -> identifiers.digest(user.email()).equals(account))
                .filterWhen(_ -> rows.consume(account, flow))
                .flatMap(user -> admit(user, entry))
                .as(transaction::transactional)
                .switchIfEmpty(Mono.defer(() -> refuse(new WrongCode(), entry.failed("no_live_code"))));
    }

    private Mono<CodeLoginResult> admit(User user, AuditEntry entry) {
        return user.active()
                ? mailboxes
                        .prove(user, "login_code", entry.facts())
                        .flatMap(owner -> admission.admit(owner, METHODS, entry))
                        .map(RightCode::new)
                : refuse(new Disabled(), entry.failed("disabled"));
    }

    private Mono<CodeLoginResult> refuse(CodeLoginResult refusal, AuditEntry entry) {
        return audit.record(entry).thenReturn(refusal);
    }
}
