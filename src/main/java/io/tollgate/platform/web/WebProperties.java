package io.tollgate.platform.web;

import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.util.List;
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

        @DefaultValue List<String> corsAllowedOrigins,
        @DefaultValue List<String> trustedProxies) {

    /** True where browsers reach us over TLS: cookies are then marked Secure. */
    public boolean secure() {
        return url.startsWith("https://");
    }

    /** The configured ones and our own: behind a proxy, a request's Host does not tell what that is. */
    public List<String> allowedOrigins() {
        URI own = URI.create(url);
        return Stream.concat(Stream.of(own.getScheme() + "://" + own.getAuthority()), corsAllowedOrigins.stream())
                .distinct()
                .toList();
    }
}
