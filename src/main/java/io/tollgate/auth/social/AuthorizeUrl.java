package io.tollgate.auth.social;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Builds the address of a provider's consent page. What callers ask for is passed on only if it is on the list of that provider,
 * spelt exactly so: no {@code Redirect_Uri} or {@code STATE} of theirs comes near ours.
 */
final class AuthorizeUrl {

    private static final int LONGEST_HINT = 254;

    private final UriComponentsBuilder url;
    private final Map<String, Object> values = new LinkedHashMap<>();

    AuthorizeUrl(String base) {
        this.url = UriComponentsBuilder.fromUriString(base);
    }

    AuthorizeUrl with(String name, String value) {
        set(name, value);
        return this;
    }

    AuthorizeUrl withHints(Map<String, String> asked, Set<String> allowed) {
        asked.forEach((name, value) -> {
            if (allowed.contains(name) && value.length() <= LONGEST_HINT) {
                set(name, value);
            }
        });
        return this;
    }

    private void set(String name, String value) {
        // As a template variable: then every reserved character of the value is encoded.
        url.replaceQueryParam(name, "{" + name + "}");
        values.put(name, value);
    }

    URI toUri() {
        return url.encode().buildAndExpand(values).toUri();
    }
}
