package io.tollgate.auth.password;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.MutableClock;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.token.AccessTokens;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

class PasswordChangeRefusalTest extends PasswordChangeFixture {

    @Autowired
    private MutableClock clock;

    @Autowired
    private AccessTokens access;

    @Test
    void refusesAWrongPasswordAndMakesGuessersWait() {
        JsonNode refusal = change("not this one 123", NEW, 403);
        assertThat(refusal.get("detail").asString()).isEqualTo("Old password isn't correct.");
        assertThat(rows.audited(user.id(), "password.changed", "wrong_password"))
                .isEqualTo(1);
        for (int i = 1; i < 50; i++) {
            change("not this one " + i, NEW, 403);
        }
        change(OLD, NEW, 429);
        login(OLD, 429);
        assertThat(rows.auditedText("not this one")).isZero();
    }

    @Test
    void refusesTheOldPasswordAsTheNewOne() {
        assertThat(errors(OLD, OLD).get("new_password").asString()).isEqualTo("The new password is the old one");
        assertThat(errors("caf\u00e9 au lait 1", "cafe\u0301 au lait 1")
                        .get("new_password")
                        .asString())
                .isEqualTo("The new password is the old one");
    }

    @Test
    void holdsTheNewPasswordToThePolicy() {
        assertThat(errors(OLD, "short").get("new_password").asString()).contains("at least 8");
        assertThat(errors(OLD, "password123").get("new_password").asString()).contains("too common");
        assertThat(errors(OLD, user.user().username() + "1").get("new_password").asString())
                .contains("too similar");
        assertThat(errors("x".repeat(129), NEW).get("old_password").asString()).contains("128");
        assertThat(errors(OLD, "x1".repeat(65)).get("new_password").asString()).contains("at most 128");
    }

    @Test
    void refusesWhoHasNoPassword() {
        TestUser social = testUsers.signUp();
        JsonNode refusal = anybody.with(social.token())
                .post("/change-password", Map.of("old_password", OLD, "new_password", NEW), 403);
        assertThat(refusal.get("code").asString()).isEqualTo("wrong_password");
        assertThat(rows.hasPassword(social.id())).isFalse();
    }

    @Test
    void wantsThePresentPasswordOfWhoHasOne() {
        JsonNode refusal =
                anybody.with(login.get("token").asString()).post("/change-password", Map.of("new_password", NEW), 422);
        assertThat(refusal.get("errors").get("old_password").asString()).isEqualTo("Field required");
        login(OLD, 200);
        login(NEW, 401);
    }

    @Test
    void wantsALoginOfLateOfWhoHasNoPassword() {
        TestUser social = testUsers.signUp();
        clock.advance(Duration.ofMinutes(16));
        String token = access.issue(social.user(), social.session()).block();
        JsonNode refusal = anybody.with(token).post("/change-password", Map.of("new_password", NEW), 403);
        assertThat(refusal.get("code").asString()).isEqualTo("reauthentication_required");
        assertThat(rows.hasPassword(social.id())).isFalse();
    }

    @Test
    void wantsAnActiveUser() {
        anybody.post("/change-password", Map.of("old_password", OLD, "new_password", NEW), 401);
        for (TestUser other : List.of(testUsers.unverified(), testUsers.deactivated())) {
            anybody.with(withPassword(other).token())
                    .post("/change-password", Map.of("old_password", OLD, "new_password", NEW), 403);
        }
    }

    private JsonNode errors(String old, String next) {
        return change(old, next, 422).get("errors");
    }
}
