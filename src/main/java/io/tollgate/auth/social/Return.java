package io.tollgate.auth.social;

import io.tollgate.platform.web.RequestFacts;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Somebody comes back from a provider. The flow is taken first and in any case, so that nothing can be tried with it twice; then all
 * that does not fit ends it before the provider hears of the code. No transaction is open while the provider is asked.
 */
@Component
class Return {

    private final FlowRepository flows;
    private final SocialLogin login;
    private final IdentityLinks links;
    private final Clock clock;

    Return(FlowRepository flows, SocialLogin login, IdentityLinks links, Clock clock) {
        this.flows = flows;
        this.login = login;
        this.links = links;
        this.clock = clock;
    }

    /** The callback's query; a parameter that comes twice is none. */
    record Query(
            @Nullable String state,
            @Nullable String code,
            @Nullable String error,
            @Nullable String issuer) {}

    /**
     * What it led to, and where the app waits for it.
     *
     * @param redirectTo null when the callback answers itself
     */
    record Arrival(@Nullable String redirectTo, SocialResult result) {}

    Mono<Arrival> arrive(IdentityProvider provider, Query query, Optional<BrowserSecret> browser, RequestFacts facts) {
        String state = query.state();
        if (state == null || (query.code() == null && query.error() == null)) {
            return refuse(Refusal.CALLBACK_INVALID, provider, facts).map(result -> new Arrival(null, result));
        }
        return flows.take(state)
                .flatMap(flow -> arrive(flow, provider, query, browser, facts))
                .switchIfEmpty(Mono.defer(
                        () -> refuse(Refusal.STATE_UNKNOWN, provider, facts).map(result -> new Arrival(null, result))));
    }

    private Mono<Arrival> arrive(
            Flow flow, IdentityProvider provider, Query query, Optional<BrowserSecret> browser, RequestFacts facts) {
        Refusal misfit = misfit(flow, provider, browser);
        // Not to the app's address: this browser is not the one that app sent out, or nobody knows what it is doing
        // here.
        return misfit == null
                ? proceed(flow, provider, query, browser.orElseThrow(), facts)
                        .map(result -> new Arrival(flow.redirectTo(), result))
                : refuse(misfit, provider, facts).map(result -> new Arrival(null, result));
    }

    private @Nullable Refusal misfit(Flow flow, IdentityProvider provider, Optional<BrowserSecret> browser) {
        if (flow.provider() != provider.key()) {
            return Refusal.STATE_OF_ANOTHER_PROVIDER;
        }
        if (browser.isEmpty() || !browser.get().digest().equals(flow.browser())) {
            return Refusal.STATE_OF_ANOTHER_BROWSER;
        }
        return clock.instant().isBefore(flow.expiresAt()) ? null : Refusal.STATE_EXPIRED;
    }

    private Mono<SocialResult> proceed(
            Flow flow, IdentityProvider provider, Query query, BrowserSecret browser, RequestFacts facts) {
        if (query.issuer() != null && !query.issuer().equals(provider.issuer())) {
            return refuse(Refusal.ISSUER_MISMATCH, provider, facts);
        }
        String code = query.code();
        if (query.error() != null || code == null) {
            return refuse(Refusal.DENIED, provider, facts);
        }
        if (query.issuer() == null && provider.namesIssuer()) {
            return refuse(Refusal.ISSUER_MISMATCH, provider, facts);
        }
        return provider.redeem(code, browser)
                .flatMap(proof -> conclude(flow, proof, facts))
                .onErrorResume(ProviderFailure.class, failure -> refuse(failure.refusal(), provider, facts));
    }

    private Mono<SocialResult> conclude(Flow flow, ProvenIdentity proof, RequestFacts facts) {
        if (flow.linking() != null) {
            return links.link(flow.linking(), proof, facts);
        }
        return flow.challenge() == null ? login.signIn(proof, facts) : login.handOff(proof, flow.challenge(), facts);
    }

    private Mono<SocialResult> refuse(Refusal refusal, IdentityProvider provider, RequestFacts facts) {
        return login.refuse(refusal, SocialLogin.attempt(provider.key(), facts));
    }
}
