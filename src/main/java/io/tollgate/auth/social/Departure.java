package io.tollgate.auth.social;

import io.tollgate.auth.social.Flow.Linking;
import io.tollgate.platform.time.Secrets;
import io.tollgate.platform.web.ApiException;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Sends somebody to a provider: the flow is remembered, its state goes along, and the browser keeps the secret. */
@Component
class Departure {

    /** SHA-256 in base64url (RFC 7636 §4.2). */
    private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final FlowRepository flows;
    private final SocialProperties properties;
    private final Secrets secrets;
    private final Clock clock;

    Departure(FlowRepository flows, SocialProperties properties, Secrets secrets, Clock clock) {
        this.flows = flows;
        this.properties = properties;
        this.secrets = secrets;
        this.clock = clock;
    }

    /**
     * What our caller asked for.
     *
     * @param hints for the provider's consent page
     */
    record Wanted(@Nullable String redirectTo, @Nullable String challenge, Map<String, String> hints) {}

    /** Where the browser goes, and what it keeps. */
    record Begun(URI authorizeUrl, BrowserSecret secret) {}

    Mono<Begun> logIn(IdentityProvider provider, Wanted wanted) {
        requireAllowed(wanted.redirectTo());
        requireChallenge(wanted);
        return begin(provider, wanted, null);
    }

    Mono<Begun> link(IdentityProvider provider, Wanted wanted, Linking linking) {
        requireAllowed(wanted.redirectTo());
        return begin(provider, wanted, linking);
    }

    private Mono<Begun> begin(IdentityProvider provider, Wanted wanted, @Nullable Linking linking) {
        return Mono.defer(() -> {
            String state = secrets.token();
            BrowserSecret secret = new BrowserSecret(secrets.token());
            Flow flow = new Flow(
                    provider.key(),
                    secret.digest(),
                    wanted.redirectTo(),
                    // Without an app that waits, the callback answers itself and there is nothing to hand off.
                    wanted.redirectTo() == null ? null : wanted.challenge(),
                    linking,
                    clock.instant().plus(properties.flowTtl()));
            return flows.insert(state, flow)
                    .thenReturn(new Begun(provider.authorizeUrl(state, secret, wanted.hints()), secret));
        });
    }

    /** Letter by letter (RFC 9700 §2.1): patterns and prefixes are how open redirects come about. */
    private void requireAllowed(@Nullable String redirectTo) {
        if (redirectTo != null && !properties.redirectUris().contains(redirectTo)) {
            throw ApiException.invalid("redirect_to", "Not one of the allowed addresses");
        }
    }

    private static void requireChallenge(Wanted wanted) {
        String challenge = wanted.challenge();
        if (wanted.redirectTo() != null && challenge == null) {
            throw ApiException.invalid("code_challenge", "Field required");
        }
        if (challenge != null && !CHALLENGE.matcher(challenge).matches()) {
            throw ApiException.invalid("code_challenge", "SHA-256 of the verifier, in base64url");
        }
    }
}
