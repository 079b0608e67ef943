package io.tollgate.auth.social;

import io.tollgate.auth.mfa.AdmissionAnswers;
import io.tollgate.auth.mfa.Admitted;
import io.tollgate.auth.social.Departure.Begun;
import io.tollgate.auth.social.Departure.Wanted;
import io.tollgate.auth.social.Return.Arrival;
import io.tollgate.auth.social.Return.Query;
import io.tollgate.auth.social.SocialResult.HandedOff;
import io.tollgate.auth.social.SocialResult.Linked;
import io.tollgate.auth.social.SocialResult.Refused;
import io.tollgate.auth.social.SocialResult.SignedIn;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ClientAddresses;
import io.tollgate.platform.web.ErrorCode;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** The two ends of the redirect flow: off to the provider, and back. */
@Component
class SocialHandler {

    /** Google's codes and our states are much shorter. */
    private static final int LONGEST = 2_048;

    private final Providers providers;
    private final Departure departure;
    private final Return returning;
    private final StateCookie cookie;
    private final AdmissionAnswers answers;
    private final ClientAddresses addresses;

    SocialHandler(
            Providers providers,
            Departure departure,
            Return returning,
            StateCookie cookie,
            AdmissionAnswers answers,
            ClientAddresses addresses) {
        this.providers = providers;
        this.departure = departure;
        this.returning = returning;
        this.cookie = cookie;
        this.answers = answers;
        this.addresses = addresses;
    }

    Mono<ServerResponse> google(ServerRequest request) {
        return depart(request, "google");
    }

    Mono<ServerResponse> github(ServerRequest request) {
        return depart(request, "github");
    }

    Mono<ServerResponse> callback(ServerRequest request) {
        return Mono.fromSupplier(() -> providers.named(request.pathVariable("provider")))
                .flatMap(provider -> arrive(provider, request));
    }

    private Mono<ServerResponse> depart(ServerRequest request, String name) {
        return Mono.fromSupplier(() -> providers.named(name))
                .flatMap(provider ->
                        departure.logIn(provider, wanted(request)).flatMap(begun -> redirect(provider, begun)));
    }

    private Mono<ServerResponse> redirect(IdentityProvider provider, Begun begun) {
        return ServerResponse.temporaryRedirect(begun.authorizeUrl())
                .cacheControl(CacheControl.noStore())
                .cookie(cookie.holding(begun.secret(), provider.key()))
                .build();
    }

    private static Wanted wanted(ServerRequest request) {
        Map<String, String> asked = asked(request);
        String method = asked.get("code_challenge_method");
        if (method != null && !method.equals("S256")) {
            throw ApiException.invalid("code_challenge_method", "Only S256");
        }
        return new Wanted(asked.get("redirect_to"), asked.get("code_challenge"), asked);
    }

    /** Without what has no value, like {@code ?hd}. */
    private static Map<String, String> asked(ServerRequest request) {
        Map<String, String> asked = new HashMap<>(request.queryParams().toSingleValueMap());
        asked.values().removeIf(Objects::isNull);
        return asked;
    }

    private Mono<ServerResponse> arrive(IdentityProvider provider, ServerRequest request) {
        Query query =
                new Query(only(request, "state"), only(request, "code"), only(request, "error"), only(request, "iss"));
        // Whatever comes of it, the browser has no more use for the cookie; a problem document keeps the header.
        request.exchange().getResponse().addCookie(cookie.cleared(provider.key()));
        return returning
                .arrive(provider, query, cookie.of(request, provider.key()), addresses.facts(request))
                .flatMap(arrival -> answer(provider, arrival, request));
    }

    private Mono<ServerResponse> answer(IdentityProvider provider, Arrival arrival, ServerRequest request) {
        String app = arrival.redirectTo();
        return switch (arrival.result()) {
            case SignedIn(Admitted admitted) -> answers.answer(request, admitted);
            case HandedOff(String code) -> toApp(app, "code", code);
            case Linked _ ->
                app == null ? noContent() : toApp(app, "linked", provider.key().value());
            case Refused(Refusal refusal) ->
                app == null
                        ? Mono.error(() -> refusal.exception(provider.displayName()))
                        : toApp(app, "error", refusal.error());
        };
    }

    private static Mono<ServerResponse> noContent() {
        return ServerResponse.noContent().cacheControl(CacheControl.noStore()).build();
    }

    /** Values are words and base64url: nothing in them needs to be encoded. */
    private static Mono<ServerResponse> toApp(@Nullable String app, String name, String value) {
        if (app == null) {
            return Mono.error(() -> new ApiException(ErrorCode.SOCIAL_STATE_INVALID));
        }
        char separator = app.indexOf('?') < 0 ? '?' : '&';
        return ServerResponse.status(HttpStatus.SEE_OTHER)
                .location(URI.create(app + separator + name + "=" + value))
                .cacheControl(CacheControl.noStore())
                .build();
    }

    private static @Nullable String only(ServerRequest request, String name) {
        List<String> values = request.queryParams().getOrDefault(name, List.of());
        boolean one = values.size() == 1 && values.getFirst() != null;
        String value = one ? values.getFirst() : "";
        return value.isBlank() || value.length() > LONGEST ? null : value;
    }
}
