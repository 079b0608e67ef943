package io.tollgate.auth.passkey;

import io.tollgate.auth.mfa.Occasion;
import io.tollgate.auth.mfa.Proof;
import io.tollgate.auth.mfa.SecondFactor;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Passkeys that are enough to log in serve as a second factor too where one is asked for. That there is one is no reason to ask:
 * who adds a passkey to their phone has not said that they want to be asked for it on every device.
 */
@Component
class PasskeyFactor implements SecondFactor {

    private final PasskeyAnswers answers;

    PasskeyFactor(PasskeyAnswers answers) {
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
    public boolean fallback() {
        return true;
    }

    /** Not where the method is asked for anyway, so that it is named once. */
    @Override
    public String enrolled() {
        return "(select bool_and(" + PasskeyRepository.PASSWORDLESS
                + ") from passkeys where user_id = :userId) is true";
    }

    @Override
    public Mono<Boolean> verify(Occasion occasion, Proof proof) {
        return answers.verify(occasion, proof);
    }

    /** They are a way to log in, and stay. */
    @Override
    public Mono<Void> forget(UUID userId) {
        return Mono.empty();
    }
}
