package io.tollgate.auth.social;

import jakarta.validation.constraints.AssertTrue;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * GitHub, or a GitHub Enterprise Server.
 *
 * @param issuer as GitHub names itself in its authorization server metadata
 */
record GithubProperties(
        @DefaultValue("") String clientId,
        @DefaultValue("") String clientSecret,
        String redirectUri,

        @DefaultValue("https://github.com/login/oauth/authorize")
        String authorizeUrl,

        @DefaultValue("https://github.com/login/oauth/access_token")
        String tokenUrl,

        @DefaultValue("https://api.github.com/user") String userApi,
        @DefaultValue("https://api.github.com/user/emails") String emails,
        @DefaultValue("https://github.com/login/oauth") String issuer) {

    boolean configured() {
        return !clientId.isBlank();
    }

    @AssertTrue(message = "GITHUB_CLIENT_ID and GITHUB_CLIENT_SECRET must be set together") boolean isComplete() {
        return clientId.isBlank() == clientSecret.isBlank();
    }

    @AssertTrue(
            message = "GITHUB_AUTHORIZE_URL, GITHUB_TOKEN_URL, GITHUB_USER_API, GITHUB_EMAILS and GITHUB_REDIRECT_URI"
                    + " must be http or https URLs")
    boolean isReachable() {
        return ProviderHttp.areUrls(redirectUri, authorizeUrl, tokenUrl, userApi, emails);
    }

    OAuthClient client() {
        return new OAuthClient(clientId, clientSecret, redirectUri);
    }

    @Override
    public String toString() {
        return "GithubProperties[" + clientId + "]";
    }
}
