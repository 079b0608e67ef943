package io.tollgate.auth.social;

import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Sign-in elsewhere. A provider without a client id is not offered.
 *
 * @param redirectUris where apps may have people sent back to; compared as a whole, no wildcards
 * @param flowTtl how long somebody may stay at the provider
 * @param handOffTtl how long an app has to exchange its code
 * @param timeout for one answer of a provider
 * @param breakerOpenFor how long a provider is left alone after too many failures
 */
@Validated
@ConfigurationProperties("tollgate.auth.social")
record SocialProperties(
        @Valid GoogleProperties google,
        @Valid GithubProperties github,
        @DefaultValue List<String> redirectUris,
        @DefaultValue("10m") Duration flowTtl,
        @DefaultValue("60s") Duration handOffTtl,
        @DefaultValue("5s") Duration timeout,
        @DefaultValue("15s") Duration breakerOpenFor) {

    /** ASVS 10.4.3 wants codes short-lived; RFC 9700 §4.7 a state that dies soon. */
    private static final Duration LONGEST_FLOW = Duration.ofMinutes(10);

    @AssertTrue(message = "tollgate.auth.social.flow-ttl must be at most 10m") boolean isFlowTtlSane() {
        return flowTtl.isPositive() && flowTtl.compareTo(LONGEST_FLOW) <= 0;
    }

    @AssertTrue(message = "SOCIAL_REDIRECT_URIS must be absolute URIs without a fragment, with commas between") boolean isRedirectUrisAbsolute() {
        return redirectUris.stream().allMatch(SocialProperties::absolute);
    }

    private static boolean absolute(String uri) {
        try {
            URI parsed = URI.create(uri);
            return parsed.isAbsolute() && parsed.getFragment() == null;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
