package io.tollgate.auth.mfa;

import io.tollgate.auth.mfa.TotpEnrolmentResult.AlreadyEnabled;
import io.tollgate.auth.mfa.TotpEnrolmentResult.Enabled;
import io.tollgate.auth.mfa.TotpEnrolmentResult.WrongCode;
import io.tollgate.auth.mfa.TotpRepository.Row;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.time.Secrets;
import io.tollgate.platform.web.RequestFacts;
import io.tollgate.user.SignedIn;
import io.tollgate.user.User;
import java.time.Clock;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** Enrols an authenticator app: its secret is shown, and counts once a code has proven that the app has it. */
@Component
class TotpEnrolment {

    private final TotpRepository totp;
    private final MfaAccounts accounts;
    private final RecoveryCodes recoveryCodes;
    private final FactorChanges changes;
    private final MfaNotices notices;
    private final AuditLog audit;
    private final Secrets secrets;
    private final TransactionalOperator transaction;
    private final Clock clock;

    TotpEnrolment(
            TotpRepository totp,
            MfaAccounts accounts,
            RecoveryCodes recoveryCodes,
            FactorChanges changes,
            MfaNotices notices,
            AuditLog audit,
            Secrets secrets,
            TransactionalOperator transaction,
            Clock clock) {
        this.totp = totp;
        this.accounts = accounts;
        this.recoveryCodes = recoveryCodes;
        this.changes = changes;
        this.notices = notices;
        this.audit = audit;
        this.secrets = secrets;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** A secret to show. Empty when there is a confirmed one, which has to be removed first. */
    Mono<TotpSecret> begin(SignedIn who, RequestFacts facts) {
        return Mono.fromSupplier(() -> new TotpSecret(secrets.bytes(Totp.SECRET_BYTES)))
                .filterWhen(secret -> totp.offer(who.userId(), secret)
                        .delayUntil(offered -> audit.record(entry("mfa.totp_begun", offered, who, facts))))
                .as(transaction::transactional);
    }

    Mono<TotpEnrolmentResult> confirm(SignedIn who, String code, RequestFacts facts) {
        return accounts.claim(who.userId())
                .flatMap(user -> totp.findOffered(user.id())
                        .filterWhen(offered -> matches(user.id(), offered, code))
                        .flatMap(_ -> enable(user, who, facts)))
                .switchIfEmpty(Mono.defer(() -> refusal(who, facts)))
                .as(transaction::transactional);
    }

    private Mono<Boolean> matches(UUID userId, Row offered, String code) {
        OptionalLong step = Totp.find(offered.secret().bytes(), code, clock.instant(), offered.lastStep());
        return step.isPresent() ? totp.confirm(userId, offered, step.getAsLong()) : Mono.just(false);
    }

    private Mono<TotpEnrolmentResult> enable(User user, SignedIn who, RequestFacts facts) {
        return changes.made(user.id(), who.sessionId())
                .then(audit.record(entry("mfa.totp_enabled", true, who, facts)))
                .then(notices.enabled(user, facts))
                .then(codesOnce(user.id(), who.sessionId()))
                .map(Enabled::new);
    }

    /** Who has some already, for another factor, keeps them. */
    private Mono<List<String>> codesOnce(UUID userId, UUID sessionId) {
        return recoveryCodes
                .left(userId)
                .flatMap(left -> left > 0 ? Mono.just(List.<String>of()) : recoveryCodes.replace(userId, sessionId));
    }

    private Mono<TotpEnrolmentResult> refusal(SignedIn who, RequestFacts facts) {
        return totp.confirmedAt(who.userId())
                .<TotpEnrolmentResult>map(_ -> new AlreadyEnabled())
                .defaultIfEmpty(new WrongCode())
                .delayUntil(_ -> audit.record(entry("mfa.totp_enabled", false, who, facts)));
    }

    private static AuditEntry entry(String action, boolean done, SignedIn who, RequestFacts facts) {
        AuditEntry entry = AuditEntry.of(action, facts)
                .by(who.userId())
                .in(who.sessionId())
                .on("user", who.userId());
        return done ? entry : entry.failed("refused");
    }
}
