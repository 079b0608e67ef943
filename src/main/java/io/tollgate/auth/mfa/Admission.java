package io.tollgate.auth.mfa;

import io.tollgate.auth.mfa.Admitted.SessionOpened;
import io.tollgate.auth.token.Grants;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.user.User;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * The one door behind every first factor: password, code, provider, passkey. Whatever is asked for beyond the first factor is asked
 * for here, so that no way of logging in goes round it.
 */
@Component
public class Admission {

    private final Grants grants;
    private final AuditLog audit;

    Admission(Grants grants, AuditLog audit) {
        this.grants = grants;
        this.audit = audit;
    }

    /**
     * Joins the caller's transaction, which has made sure that the proof still holds and the user is active.
     *
     * @param methods how the user proved who they are, in the words of RFC 8176
     * @param attempt the login as it goes to the audit log, with the request's facts
     */
    public Mono<Admitted> admit(User user, List<String> methods, AuditEntry attempt) {
        return grants.open(user, methods, attempt.facts())
                .flatMap(
                        family -> recorded(family.session().id(), user, attempt).thenReturn(new SessionOpened(family)));
    }

    private Mono<Void> recorded(UUID sessionId, User user, AuditEntry attempt) {
        return audit.record(attempt.by(user.id()).in(sessionId));
    }
}
