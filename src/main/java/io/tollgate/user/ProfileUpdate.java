package io.tollgate.user;

import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.platform.web.RequestFacts;
import java.util.Map;
import java.util.UUID;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** Changes account and profile as their user asks. The audit log names the fields, not what they say. */
@Component
class ProfileUpdate {

    private final ProfileRepository profiles;
    private final AuditLog audit;
    private final TransactionalOperator transaction;

    ProfileUpdate(ProfileRepository profiles, AuditLog audit, TransactionalOperator transaction) {
        this.profiles = profiles;
        this.audit = audit;
        this.transaction = transaction;
    }

    /** 400 {@code username_taken} when somebody else has it. */
    Mono<Void> apply(SignedIn who, ProfilePatch patch, RequestFacts facts) {
        return patch.empty() ? Mono.empty() : store(who, patch, facts);
    }

    private Mono<Void> store(SignedIn who, ProfilePatch patch, RequestFacts facts) {
        AuditEntry entry = entry(who, patch, facts);
        return profiles.apply(who.userId(), patch)
                .then(audit.record(entry))
                .as(transaction::transactional)
                .onErrorResume(
                        DuplicateKeyException.class,
                        _ -> audit.record(entry.failed("username_taken"))
                                .then(Mono.error(() -> new ApiException(ErrorCode.USERNAME_TAKEN))));
    }

    private static AuditEntry entry(SignedIn who, ProfilePatch patch, RequestFacts facts) {
        UUID actor = who.actor() == null ? who.userId() : who.actor();
        return AuditEntry.of("profile.updated", facts)
                .by(actor)
                .in(who.sessionId())
                .on("user", who.userId())
                .with(Map.of("fields", String.join(",", patch.fields())));
    }
}
