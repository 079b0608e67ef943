package io.tollgate.auth.deactivation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.Logins;
import io.tollgate.auth.Logins.Tokens;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is wanted of whoever deactivates themselves. */
class DeactivationGuardTest extends DeactivationFixture {

    @Test
    void wantsThePasswordOrARecentLogin() {
        TestUser stale = testUsers.againFromLongAgo(user);
        tokens = new Tokens(stale.token(), tokens.refresh());
        stale.authorized(http)
                .post()
                .uri("/deactivate")
                .exchange()
                .expectStatus()
                .isForbidden()
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("reauthentication_required");
        assertThat(deactivate(Map.of("password", "not the right one"))).isEqualTo(403);
        assertThat(audited("user.deactivated", "wrong_password")).isEqualTo(1);
        assertThat(logins.me(tokens)).isEqualTo(200);
        assertThat(deactivate(Map.of("password", Logins.PASSWORD))).isEqualTo(202);
        assertThat(logins.me(tokens)).isEqualTo(401);
    }

    @Test
    void refusesOddBodies() {
        assertThat(deactivate(Map.of("password", ""))).isEqualTo(422);
        assertThat(deactivate(Map.of("password", "x".repeat(300)))).isEqualTo(422);
        assertThat(deactivate(Map.of("user_id", user.id().toString()))).isEqualTo(422);
        assertThat(logins.me(tokens)).isEqualTo(200);
        assertThat(Logins.status(http.post().uri("/deactivate").exchange())).isEqualTo(401);
        assertThat(Logins.status(testUsers
                        .unverified()
                        .authorized(http)
                        .post()
                        .uri("/deactivate")
                        .exchange()))
                .isEqualTo(403);
    }
}
