package io.tollgate.auth.mfa;

import io.tollgate.auth.mfa.Admitted.SecondFactorWanted;
import io.tollgate.auth.mfa.Admitted.SessionOpened;
import io.tollgate.auth.token.Family;
import io.tollgate.auth.token.Grants;
import io.tollgate.auth.token.TokenAnswers;
import java.time.Duration;
import java.util.List;
import org.springframework.http.CacheControl;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * Says what a proven first factor led to. To be called after the transaction: signing may wait for a turn.
 *
 * <p>That a second factor is wanted is 200, not an error: the proof was right, the client has got what it goes on with, and a 401
 * would make clients drop their state and retry middleware try the password again.
 */
@Component
public class AdmissionAnswers {

    private final Grants grants;
    private final TokenAnswers answers;

    AdmissionAnswers(Grants grants, TokenAnswers answers) {
        this.grants = grants;
        this.answers = answers;
    }

    public Mono<ServerResponse> answer(ServerRequest request, Admitted admitted) {
        return switch (admitted) {
            case SessionOpened(Family family) ->
                grants.grant(family).flatMap(grant -> answers.signedIn(request, grant));
            case SecondFactorWanted(String token, List<String> methods, Duration expiresIn) ->
                ServerResponse.ok()
                        .cacheControl(CacheControl.noStore())
                        .bodyValue(new MfaRequired(true, token, methods, expiresIn.toSeconds()));
        };
    }
}
