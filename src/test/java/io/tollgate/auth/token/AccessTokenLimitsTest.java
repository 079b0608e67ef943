package io.tollgate.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.Logins;
import io.tollgate.auth.password.PasswordHashing;
import io.tollgate.auth.password.PasswordRepository;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.test.web.reactive.server.WebTestClient;

/** How long an access token is good for at most, and how little it gives away. */
@IntegrationTest
class AccessTokenLimitsTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private PasswordHashing hashing;

    @Autowired
    private PasswordRepository passwords;

    @Autowired
    private ApplicationContext context;

    /** Clocks of nodes may differ, but not by half a minute. */
    @Test
    void isOverHalfAMinuteAfterItsEndWhateverTheClocksOfNodes() {
        TestUser user = testUsers.signUp();
        user.authorized(http).get().uri("/me").exchange().expectStatus().isOk();
        http.get()
                .uri("/me")
                .headers(headers ->
                        headers.setBearerAuth(ForgedClaims.expiredSince(context, user, Duration.ofSeconds(31))))
                .exchange()
                .expectStatus()
                .isUnauthorized()
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("token_expired");
    }

    /** Anybody can read it who comes by it: logs, proxies, the app's own storage. */
    @Test
    void namesNobodyButByTheirId() {
        Logins logins = new Logins(http, hashing, passwords);
        TestUser user = logins.withPassword(testUsers.signUp());
        for (String token : List.of(user.token(), logins.login(user).access())) {
            String claims = ForgedClaims.of(token).toString();
            assertThat(claims)
                    .contains(user.id().toString())
                    .doesNotContainIgnoringCase(user.user().email())
                    .doesNotContainIgnoringCase(user.user().username())
                    .doesNotContain("@");
        }
    }
}
