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

    private final PasskeyRepository passkeys;
    private final PasskeyAnswers answers;

    PasskeyFactor(PasskeyRepository passkeys, PasskeyAnswers answers) {
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
    public boolean fallback() {
        return true;
    }

    /** Not where the method is asked for anyway, so that it is named once. */
    @Override
    public Mono<Boolean> enrolled(UUID userId) {
        return passkeys.list(userId)
                .map(present -> !present.isEmpty() && present.stream().allMatch(Passkey::passwordless));
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
