package io.tollgate.platform.web;

import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How Tollgate is reached.
 *
 * @param url where Tollgate itself is; every link in a mail starts with it, never with a request's Host
 * @param frontendUrl the product's own pages
 * @param corsAllowedOrigins origins whose pages may call the API with credentials
 * @param trustedProxies address blocks of our own proxies
 */
@Validated
@ConfigurationProperties("tollgate.web")
public record WebProperties(
        @Pattern(
                regexp = "https?://[^/]+(/.*[^/])?",
                message = "APP_URL must be an http or https URL without a trailing slash")
        String url,

        @Pattern(
                regexp = "https?://[^/]+(/.*[^/])?",
                message = "APP_FRONTEND_URL must be an http or https URL without a trailing slash")
        String frontendUrl,

        // Compared letter by letter with what browsers send: others would never match, or for some readers only.
        @DefaultValue
        List<
                        @Pattern(
                                regexp = WebProperties.ORIGIN,
                                message = "CORS_ALLOWED_ORIGINS must hold origins as browsers send them, like"
                                        + " https://shop.example: in lower case, without a path, a slash at the end or the"
                                        + " scheme's own port")
                        String>
                corsAllowedOrigins,

        @DefaultValue List<String> trustedProxies) {

    /** Scheme, host and port where it is not the scheme's own (RFC 6454). */
    static final String ORIGIN =
            "(?!http:.*:80$|https:.*:443$)[a-z][a-z0-9+.-]*://([a-z0-9._-]+|\\[[0-9a-f:.]+])(:[1-9][0-9]{0,4})?";

    /** True where browsers reach us over TLS: cookies are then marked Secure. */
    public boolean secure() {
        return url.startsWith("https://");
    }

    /** The configured ones and our own: behind a proxy, a request's Host does not tell what that is. */
    public List<String> allowedOrigins() {
        return Stream.concat(Stream.of(ownOrigin()), corsAllowedOrigins.stream())
                .distinct()
                .toList();
    }

    /** As browsers send it: in lower case, without the scheme's own port. */
    private String ownOrigin() {
        URI own = URI.create(url);
        String host = own.getAuthority().toLowerCase(Locale.ROOT).replaceFirst(secure() ? ":443$" : ":80$", "");
        return own.getScheme() + "://" + host;
    }
}
