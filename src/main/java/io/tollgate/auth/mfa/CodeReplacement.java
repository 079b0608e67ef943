package io.tollgate.auth.mfa;

import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.web.RequestFacts;
import io.tollgate.user.SignedIn;
import io.tollgate.user.User;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** Gives a user new recovery codes, which makes all old ones worthless. */
@Component
class CodeReplacement {

    private final RecoveryCodes codes;
    private final SecondFactors factors;
    private final MfaAccounts accounts;
    private final MfaNotices notices;
    private final AuditLog audit;
    private final TransactionalOperator transaction;

    CodeReplacement(
            RecoveryCodes codes,
            SecondFactors factors,
            MfaAccounts accounts,
            MfaNotices notices,
            AuditLog audit,
            TransactionalOperator transaction) {
        this.codes = codes;
        this.factors = factors;
        this.accounts = accounts;
        this.notices = notices;
        this.audit = audit;
        this.transaction = transaction;
    }

    /** Empty for a user without a factor that the codes could stand in for. */
    Mono<List<String>> replace(SignedIn who, RequestFacts facts) {
        AuditEntry entry = AuditEntry.of("mfa.recovery_codes_replaced", facts)
                .by(who.userId())
                .in(who.sessionId())
                .on("user", who.userId());
        return accounts.claim(who.userId())
                .flatMap(user ->
                        factors.enabled(user.id()).flatMap(enabled -> enabled ? replaced(user, entry) : refused(entry)))
                .as(transaction::transactional);
    }

    private Mono<List<String>> replaced(User user, AuditEntry entry) {
        return codes.replace(user.id())
                .delayUntil(_ -> audit.record(entry))
                .delayUntil(_ -> notices.codesReplaced(user, entry.facts()));
    }

    private Mono<List<String>> refused(AuditEntry entry) {
        return audit.record(entry.failed("not_enabled")).then(Mono.empty());
    }
}
