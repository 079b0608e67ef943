package io.tollgate.auth.social;

import io.tollgate.auth.social.GoogleProperties.NonceRule;
import java.time.Duration;
import java.util.List;

/** Settings as a deployment with both providers has them. */
final class SocialFixtures {

    private SocialFixtures() {}

    static SocialProperties properties() {
        return new SocialProperties(
                new GoogleProperties(
                        "client",
                        "secret",
                        "https://auth.shop.example/google",
                        "https://accounts.google.com/o/oauth2/v2/auth",
                        "https://oauth2.googleapis.com/token",
                        "https://openidconnect.googleapis.com/v1/userinfo",
                        "https://www.googleapis.com/oauth2/v3/certs",
                        "https://accounts.google.com",
                        true,
                        List.of(),
                        NonceRule.OPTIONAL),
                new GithubProperties(
                        "client",
                        "secret",
                        "https://auth.shop.example/github",
                        "https://github.com/login/oauth/authorize",
                        "https://github.com/login/oauth/access_token",
                        "https://api.github.com/user",
                        "https://api.github.com/user/emails",
                        "https://github.com/login/oauth"),
                List.of(),
                Duration.ofMinutes(10),
                Duration.ofMinutes(1),
                Duration.ofSeconds(5),
                Duration.ofSeconds(15));
    }
}
