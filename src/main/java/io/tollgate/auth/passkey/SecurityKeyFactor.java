package io.tollgate.auth.passkey;

import io.tollgate.auth.mfa.Occasion;
import io.tollgate.auth.mfa.Proof;
import io.tollgate.auth.mfa.SecondFactor;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Passkeys that are not enough to log in: they can only have been added to be asked for beside something else, so they are. */
@Component
class SecurityKeyFactor implements SecondFactor {

    private final PasskeyRepository passkeys;
    private final PasskeyAnswers answers;

    SecurityKeyFactor(PasskeyRepository passkeys, PasskeyAnswers answers) {
        this.passkeys = passkeys;
        this.answers = answers;
    }

    @Override
    public String method() {
        return PasskeyAnswers.METHOD;
    }

    @Override
    public List<String> amr() {
        return List.of("pop", "user");
    }

    @Override
    public String enrolled() {
        return "exists (select from passkeys where user_id = :userId and not " + PasskeyRepository.PASSWORDLESS + ")";
    }

    @Override
    public Mono<Boolean> verify(Occasion occasion, Proof proof) {
        return answers.verify(occasion, proof);
    }

    @Override
    public Mono<Void> forget(UUID userId) {
        return passkeys.deleteSecurityKeys(userId);
    }
}
