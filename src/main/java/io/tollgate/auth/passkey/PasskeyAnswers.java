package io.tollgate.auth.passkey;

import io.tollgate.auth.mfa.Occasion;
import io.tollgate.auth.mfa.Proof;
import io.tollgate.auth.mfa.TracedRefusal;
import io.tollgate.auth.passkey.AssertionResult.Asserted;
import io.tollgate.auth.passkey.AssertionResult.CountedBack;
import io.tollgate.auth.passkey.AssertionResult.NotAsserted;
import io.tollgate.auth.passkey.PasskeyChallenges.Purpose;
import io.tollgate.auth.passkey.PasskeyUse.OwnedPasskey;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Passkeys shown as a second factor, with or without PIN or biometrics: the first factor was something else. */
@Component
class PasskeyAnswers {

    /** As in requests and answers of {@code /login/mfa}. */
    static final String METHOD = "webauthn";

    private final PasskeyChallenges challenges;
    private final PasskeyUse uses;
    private final AssertionCheck check;
    private final CopiedPasskey copied;
    private final JsonMapper json;

    PasskeyAnswers(
            PasskeyChallenges challenges,
            PasskeyUse uses,
            AssertionCheck check,
            CopiedPasskey copied,
            JsonMapper json) {
        this.challenges = challenges;
        this.uses = uses;
        this.check = check;
        this.copied = copied;
        this.json = json;
    }

    /** Whether this is a passkey of the user's, answering the challenge made for this occasion. */
    Mono<Boolean> verify(Occasion occasion, Proof proof) {
        Assertion answer = decoded(proof);
        return answer == null
                ? Mono.just(false)
                : challenges
                        .take(
                                Purpose.SECOND_FACTOR,
                                answer.challenge(),
                                occasion.id().toString())
                        .flatMap(_ -> uses.find(answer.credentialId()))
                        .filter(found -> isOf(occasion, found, answer))
                        .flatMap(found -> check.check(answer, found.passkey(), false)
                                .flatMap(result -> judged(occasion, found, result)))
                        .defaultIfEmpty(false);
    }

    private Mono<Boolean> judged(Occasion occasion, OwnedPasskey found, AssertionResult result) {
        return switch (result) {
            case Asserted asserted -> uses.record(found.passkey(), asserted).hasElement();
            case CountedBack _ -> Mono.error(() -> new TracedRefusal(copied.suspected(found, occasion.facts())));
            case NotAsserted _ -> Mono.just(false);
        };
    }

    private static boolean isOf(Occasion occasion, OwnedPasskey found, Assertion answer) {
        return found.owner().id().equals(occasion.user().id())
                && (answer.userHandle() == null || answer.userHandle().equals(found.handle()));
    }

    private @Nullable Assertion decoded(Proof proof) {
        if (proof.response() == null) {
            return null;
        }
        try {
            AuthenticationResponse response = json.treeToValue(proof.response(), AuthenticationResponse.class);
            return response == null ? null : response.decoded();
        } catch (JacksonException _) {
            return null;
        }
    }
}
