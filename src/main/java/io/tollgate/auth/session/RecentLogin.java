package io.tollgate.auth.session;

import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.user.CurrentUser;
import io.tollgate.user.SignedIn;
import java.time.Clock;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;

/**
 * The guard of sensitive operations: whoever found an unlocked phone has a session, but cannot prove to be its owner. Asks for a
 * login within {@code STEP_UP_WITHIN}, else 403 {@code reauthentication_required} with the challenge of RFC 9470 §3. (The RFC's own
 * 401 would make clients throw their tokens away.) An administrator in the user's place never passes.
 */
@Component
public class RecentLogin {

    private final CurrentUser currentUser;
    private final Duration within;
    private final Clock clock;

    RecentLogin(CurrentUser currentUser, SessionProperties properties, Clock clock) {
        this.currentUser = currentUser;
        this.within = properties.stepUpWithin();
        this.clock = clock;
    }

    public Mono<SignedIn> require(ServerRequest request) {
        return currentUser.signedIn(request).map(this::requireRecent);
    }

    private SignedIn requireRecent(SignedIn who) {
        if (who.impersonated()) {
            throw new ApiException(ErrorCode.FORBIDDEN, "Not allowed while acting for a user");
        }
        if (who.authenticatedAt().plus(within).isBefore(clock.instant())) {
            throw new ApiException(ErrorCode.REAUTHENTICATION_REQUIRED)
                    .header(
                            HttpHeaders.WWW_AUTHENTICATE,
                            "Bearer error=\"insufficient_user_authentication\", max_age=\"" + within.toSeconds()
                                    + "\"");
        }
        return who;
    }
}
