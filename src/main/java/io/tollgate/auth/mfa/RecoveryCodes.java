package io.tollgate.auth.mfa;

import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.time.Secrets;
import io.tollgate.platform.web.RequestFacts;
import io.tollgate.user.User;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Ten codes on paper, each good once, for who has lost the other factor. */
@Component
@Order(100)
class RecoveryCodes implements SecondFactor {

    static final String METHOD = "recovery_code";

    static final int COUNT = 10;

    private final RecoveryCodeRepository codes;
    private final MfaNotices notices;
    private final AuditLog audit;
    private final Secrets secrets;

    RecoveryCodes(RecoveryCodeRepository codes, MfaNotices notices, AuditLog audit, Secrets secrets) {
        this.codes = codes;
        this.notices = notices;
        this.audit = audit;
        this.secrets = secrets;
    }

    @Override
    public String method() {
        return METHOD;
    }

    /** RFC 8176 has no word for it. */
    @Override
    public List<String> amr() {
        return List.of("recovery");
    }

    @Override
    public boolean fallback() {
        return true;
    }

    @Override
    public String enrolled() {
        return "exists (select from recovery_codes where user_id = :userId and used_at is null)";
    }

    @Override
    public Mono<Boolean> verify(Occasion occasion, Proof proof) {
        return Mono.justOrEmpty(proof.code())
                .flatMap(code -> codes.use(occasion.user().id(), code, occasion.id()))
                .defaultIfEmpty(false)
                .delayUntil(used -> used ? told(occasion.user(), occasion.facts()) : Mono.empty());
    }

    @Override
    public Mono<Void> forget(UUID userId) {
        return codes.delete(userId);
    }

    Mono<Long> left(UUID userId) {
        return codes.left(userId);
    }

    /**
     * New ones in the place of all old ones: the only time they can be read. Joins the caller's transaction.
     *
     * @param sessionId who holds it has seen them: there they prove nothing
     */
    Mono<List<String>> replace(UUID userId, UUID sessionId) {
        return Mono.defer(() -> {
            List<String> fresh = Stream.generate(() -> RecoveryCode.random(secrets))
                    .limit(COUNT)
                    .toList();
            return codes.delete(userId)
                    .then(codes.insert(userId, fresh, sessionId))
                    .thenReturn(fresh);
        });
    }

    private Mono<Void> told(User user, RequestFacts facts) {
        return codes.left(user.id())
                .flatMap(left -> notices.codeUsed(user, left, facts)
                        .then(audit.record(AuditEntry.of("mfa.recovery_code_used", facts)
                                .by(user.id())
                                .on("user", user.id())
                                .with(Map.of("left", Long.toString(left))))));
    }
}
