package io.tollgate.auth.mfa;

import io.tollgate.auth.mfa.Admitted.SessionOpened;
import io.tollgate.auth.token.Family;
import io.tollgate.auth.token.Grants;
import io.tollgate.auth.token.TokenAnswers;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Says what a proven first factor led to. To be called after the transaction: signing may wait for a turn. */
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
        };
    }
}
