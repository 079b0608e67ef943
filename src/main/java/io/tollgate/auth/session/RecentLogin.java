package io.tollgate.auth.session;

import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.user.CurrentUser;
import io.tollgate.user.RecentProof;
import io.tollgate.user.SignedIn;
import java.time.Clock;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;

/**
 * The guard of sensitive operations: whoever found an unlocked phone has a session, but cannot prove to be its owner. Asks for a
 * login within {@code STEP_UP_WITHIN}, and for one with the second factor where the account has one: a session opened before the
 * factor was added, or a copy of it, will not do. Else 403 {@code reauthentication_required} with the challenge of RFC 9470 §3. (The
 * RFC's own 401 would make clients throw their tokens away.) An administrator in the user's place never passes.
 */
@Component
public class RecentLogin implements RecentProof {

    /** RFC 8176: more than one factor was shown. */
    private static final String MULTIPLE = "mfa";

    private final CurrentUser currentUser;
    private final FactorRule factors;
    private final Duration within;
    private final Clock clock;

    RecentLogin(CurrentUser currentUser, FactorRule factors, SessionProperties properties, Clock clock) {
        this.currentUser = currentUser;
        this.factors = factors;
        this.within = properties.stepUpWithin();
        this.clock = clock;
    }

    @Override
    public Mono<SignedIn> require(ServerRequest request) {
        return currentUser.signedIn(request).map(this::requireRecent).delayUntil(this::requireFactor);
    }

    /** For what the password in the request proves: of who has a second factor that alone is not enough. */
    public Mono<SignedIn> requireWhereFactors(ServerRequest request) {
        return currentUser
                .signedIn(request)
                .flatMap(who ->
                        factors.enabled(who.userId()).flatMap(enabled -> enabled ? require(request) : Mono.just(who)));
    }

    private SignedIn requireRecent(SignedIn who) {
        if (who.impersonated()) {
            throw new ApiException(ErrorCode.FORBIDDEN, "Not allowed while acting for a user");
        }
        if (who.authenticatedAt().plus(within).isBefore(clock.instant())) {
            throw reauthenticate();
        }
        return who;
    }

    private Mono<Void> requireFactor(SignedIn who) {
        return who.methods().contains(MULTIPLE)
                ? Mono.empty()
                : factors.enabled(who.userId())
                        .flatMap(enabled -> enabled ? Mono.error(this::reauthenticate) : Mono.empty());
    }

    private ApiException reauthenticate() {
        return new ApiException(ErrorCode.REAUTHENTICATION_REQUIRED)
                .header(
                        HttpHeaders.WWW_AUTHENTICATE,
                        "Bearer error=\"insufficient_user_authentication\", max_age=\"" + within.toSeconds() + "\"");
    }
}
