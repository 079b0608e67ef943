package io.tollgate.auth.mfa;

import io.tollgate.auth.mfa.Admitted.SecondFactorWanted;
import io.tollgate.auth.mfa.Admitted.SessionOpened;
import io.tollgate.auth.token.Grants;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.user.User;
import java.util.List;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * The one door behind every first factor: password, code, provider, passkey. Whatever is asked for beyond the first factor is asked
 * for here, so that no way of logging in goes round it.
 */
@Component
public class Admission {

    /** RFC 8176: more than one factor was shown. A first factor that is two by itself, as a user-verified passkey is, says so. */
    public static final String MULTIPLE = "mfa";

    private final MfaAccounts accounts;
    private final SecondFactors factors;
    private final Challenges challenges;
    private final Grants grants;
    private final AuditLog audit;
    private final MfaProperties properties;

    Admission(
            MfaAccounts accounts,
            SecondFactors factors,
            Challenges challenges,
            Grants grants,
            AuditLog audit,
            MfaProperties properties) {
        this.accounts = accounts;
        this.factors = factors;
        this.challenges = challenges;
        this.grants = grants;
        this.audit = audit;
        this.properties = properties;
    }

    /**
     * Joins the caller's transaction, which has made sure that the proof still holds. Empty when the user was deactivated meanwhile.
     *
     * @param methods how the user proved who they are, in the words of RFC 8176; with {@link #MULTIPLE} nothing more is asked for
     * @param attempt the login as it goes to the audit log, with the request's facts
     */
    public Mono<Admitted> admit(User user, List<String> methods, AuditEntry attempt) {
        return accounts.hold(user.id()).flatMap(held -> admitHeld(held, methods, attempt));
    }

    /** As {@link #admit}, for a caller whose transaction holds the user's row as {@link MfaAccounts#hold} does. */
    public Mono<Admitted> admitHeld(User held, List<String> methods, AuditEntry attempt) {
        return methods.contains(MULTIPLE)
                ? open(held, methods, attempt)
                : factors.methods(held.id())
                        .flatMap(wanted -> wanted.isEmpty()
                                ? open(held, methods, attempt)
                                : challenge(held, methods, wanted, attempt));
    }

    /**
     * A session for somebody of whom nothing more is to be asked: who has shown the second factor, or proven once more within a
     * session who they are. Joins the caller's transaction, which holds the user's row.
     */
    public Mono<Admitted> open(User user, List<String> methods, AuditEntry attempt) {
        return grants.open(user, methods, attempt.facts())
                .flatMap(family -> audit.record(
                                attempt.by(user.id()).in(family.session().id()))
                        .thenReturn(new SessionOpened(family)));
    }

    private Mono<Admitted> challenge(User user, List<String> methods, List<String> wanted, AuditEntry attempt) {
        return challenges
                .issue(user.id(), methods, attempt.facts())
                .flatMap(token -> audit.record(attempt.by(user.id()).failed("second_factor_wanted"))
                        .thenReturn(new SecondFactorWanted(token, wanted, properties.challengeTtl())));
    }
}
