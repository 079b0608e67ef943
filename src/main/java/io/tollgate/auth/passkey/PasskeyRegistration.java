package io.tollgate.auth.passkey;

import io.tollgate.auth.mfa.FactorChanges;
import io.tollgate.auth.mfa.MfaAccounts;
import io.tollgate.auth.passkey.AttestationResult.Attested;
import io.tollgate.auth.passkey.AttestationResult.NotAttested;
import io.tollgate.auth.passkey.PasskeyChallenges.Purpose;
import io.tollgate.auth.passkey.PasskeyRegistrationResult.LimitReached;
import io.tollgate.auth.passkey.PasskeyRegistrationResult.Refused;
import io.tollgate.auth.passkey.PasskeyRegistrationResult.Registered;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.time.Ids;
import io.tollgate.platform.web.RequestFacts;
import io.tollgate.user.SignedIn;
import io.tollgate.user.User;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** Adds a passkey to the account of who is signed in, in the session that asked for the challenge. */
@Component
class PasskeyRegistration {

    private final PasskeyChallenges challenges;
    private final AttestationCheck check;
    private final PasskeyRepository passkeys;
    private final MfaAccounts accounts;
    private final FactorChanges factorChanges;
    private final PasskeyNotices notices;
    private final AuditLog audit;
    private final PasskeyProperties properties;
    private final Ids ids;
    private final Clock clock;
    private final TransactionalOperator transaction;

    PasskeyRegistration(
            PasskeyChallenges challenges,
            AttestationCheck check,
            PasskeyRepository passkeys,
            MfaAccounts accounts,
            FactorChanges factorChanges,
            PasskeyNotices notices,
            AuditLog audit,
            PasskeyProperties properties,
            Ids ids,
            Clock clock,
            TransactionalOperator transaction) {
        this.challenges = challenges;
        this.check = check;
        this.passkeys = passkeys;
        this.accounts = accounts;
        this.factorChanges = factorChanges;
        this.notices = notices;
        this.audit = audit;
        this.properties = properties;
        this.ids = ids;
        this.clock = clock;
        this.transaction = transaction;
    }

    /**
     * @param answer null when it could not be decoded
     * @param name what the user calls it; null or empty: what its maker calls it
     */
    Mono<PasskeyRegistrationResult> register(
            SignedIn who, @Nullable Attestation answer, @Nullable String name, RequestFacts facts) {
        AuditEntry attempt =
                AuditEntry.of("passkey.registration", facts).by(who.userId()).in(who.sessionId());
        if (answer == null) {
            return refuse(attempt.failed("malformed"));
        }
        return challenges
                .take(Purpose.REGISTRATION, answer.challenge(), who.sessionId().toString())
                .filter(taken -> taken.isFor(who.userId()))
                .flatMap(_ -> check.check(answer).flatMap(result -> switch (result) {
                    case Attested attested -> add(who, passkey(who, answer, attested, name), attempt);
                    case NotAttested(String reason) -> refuse(attempt.failed(reason));
                }))
                .switchIfEmpty(Mono.defer(() -> refuse(attempt.failed("challenge"))));
    }

    private Passkey passkey(SignedIn who, Attestation answer, Attested attested, @Nullable String name) {
        return new Passkey(
                ids.next(),
                who.userId(),
                attested.credentialId(),
                attested.publicKey(),
                attested.aaguid(),
                attested.signCount(),
                attested.userVerified(),
                attested.backupEligible(),
                attested.backedUp(),
                answer.discoverable(),
                answer.transports(),
                name == null || name.isBlank() ? ownName(attested) : name.strip(),
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                null);
    }

    private static String ownName(Attested attested) {
        return Objects.requireNonNullElse(Authenticators.name(attested.aaguid()), "Passkey");
    }

    /** Whoever registers at once waits here for the others, so that the limit is one. */
    private Mono<PasskeyRegistrationResult> add(SignedIn who, Passkey passkey, AuditEntry attempt) {
        return accounts.claim(who.userId())
                .filter(User::mayAct)
                .flatMap(user -> passkeys.list(user.id())
                        .flatMap(present -> present.size() >= properties.maxPerUser()
                                ? limitReached(attempt)
                                : insert(who, user, passkey, attempt)))
                .as(transaction::transactional)
                .switchIfEmpty(Mono.defer(() -> refuse(attempt.failed("account_not_active"))));
    }

    private Mono<PasskeyRegistrationResult> insert(SignedIn who, User user, Passkey passkey, AuditEntry attempt) {
        return passkeys.insert(passkey)
                .flatMap(inserted ->
                        inserted ? follow(who, user, passkey, attempt) : refuse(attempt.failed("registered_already")));
    }

    private Mono<PasskeyRegistrationResult> follow(SignedIn who, User user, Passkey passkey, AuditEntry attempt) {
        return changeOfFactors(who, passkey)
                .then(notices.added(user, passkey, attempt.facts()))
                .then(audit.record(attempt.on("passkey", passkey.id())))
                .thenReturn(new Registered(passkey));
    }

    /** One that opens nothing by itself is asked for at every login from now on: none opened without it goes on. */
    private Mono<Void> changeOfFactors(SignedIn who, Passkey passkey) {
        return passkey.passwordless() ? Mono.empty() : factorChanges.made(who.userId(), who.sessionId());
    }

    private Mono<PasskeyRegistrationResult> limitReached(AuditEntry attempt) {
        return audit.record(attempt.failed("limit_reached")).thenReturn(new LimitReached());
    }

    private Mono<PasskeyRegistrationResult> refuse(AuditEntry entry) {
        return audit.record(entry).thenReturn(new Refused());
    }
}
