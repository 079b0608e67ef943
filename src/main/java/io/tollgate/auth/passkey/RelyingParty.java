package io.tollgate.auth.passkey;

import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import io.tollgate.platform.web.WebProperties;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Us, as authenticators and browsers know us (WebAuthn §4 "relying party"). A passkey is made for one domain and used by pages on it
 * or below it; that is what keeps it from working on an imitation of our pages.
 */
@Component
class RelyingParty {

    private static final String ANDROID = "android:apk-key-hash:";

    private final String id;
    private final String name;
    private final Set<String> origins;
    private final Set<Origin> known;

    RelyingParty(PasskeyProperties properties, WebProperties web) {
        this.id = properties.rpId().isEmpty() ? host(web.frontendUrl()) : properties.rpId();
        this.name = properties.rpName();
        this.origins = properties.origins().isEmpty() ? ownOrigins(web) : configured(properties.origins());
        this.known = origins.stream().map(Origin::new).collect(Collectors.toUnmodifiableSet());
    }

    String id() {
        return id;
    }

    String name() {
        return name;
    }

    Set<String> origins() {
        return origins;
    }

    /** What an answer to this challenge has to be made for. Frames in pages of others are refused: no top origin is named. */
    ServerProperty expecting(byte[] challenge) {
        return ServerProperty.builder()
                .origins(known)
                .rpId(id)
                .challenge(new DefaultChallenge(challenge))
                .build();
    }

    private Set<String> ownOrigins(WebProperties web) {
        return Stream.of(web.frontendUrl(), web.url())
                .map(URI::create)
                .map(url -> url.getScheme() + "://" + url.getAuthority())
                .filter(this::isOurs)
                .collect(Collectors.toUnmodifiableSet());
    }

    private Set<String> configured(List<String> given) {
        given.stream().filter(origin -> !isOurs(origin)).findFirst().ifPresent(origin -> {
            throw new IllegalStateException("PASSKEY_ORIGINS: " + origin + " is neither an origin on " + id
                    + " nor one below it, so no browser would let it use passkeys made for " + id);
        });
        return Set.copyOf(given);
    }

    /** HTML §"is a registrable domain suffix of or is equal to". */
    private boolean isOurs(String origin) {
        if (origin.startsWith(ANDROID)) {
            return true;
        }
        if (!origin.matches("https?://[^/?#@]+")) {
            return false;
        }
        String host = host(origin);
        return host.equals(id) || host.endsWith("." + id);
    }

    private static String host(String url) {
        String host = URI.create(url).getHost();
        return host == null ? "" : host.toLowerCase(Locale.ROOT);
    }
}
