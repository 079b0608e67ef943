package io.tollgate.auth.mfa;

import io.tollgate.auth.session.EndReason;
import io.tollgate.auth.session.Sessions;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * What follows from a factor being added or removed: logins under way must begin anew, and sessions that were opened under the old
 * rules end, so that no refresh carries one past the new factor.
 */
@Component
public class FactorChanges {

    private final MfaAccounts accounts;
    private final Sessions sessions;
    private final SecondFactors factors;

    FactorChanges(MfaAccounts accounts, Sessions sessions, SecondFactors factors) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.factors = factors;
    }

    /**
     * To be called after the change, in its transaction, which began with {@link MfaAccounts#claim}.
     *
     * @param kept the session in which it was done; null when it was done by somebody else
     */
    public Mono<Void> made(UUID userId, @Nullable UUID kept) {
        return factors.forgetNeedlessFallbacks(userId)
                .then(accounts.factorsChanged(userId))
                .then(sessions.endOthers(userId, kept, EndReason.FACTORS_CHANGED));
    }
}
