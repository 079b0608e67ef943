package io.tollgate.auth.deactivation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.Logins;
import io.tollgate.platform.web.RequestFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Users who are let in again. */
class ReactivationTest extends DeactivationFixture {

    @Test
    void givesNothingOldBackOnReactivation() {
        assertThat(deactivate(Map.of())).isEqualTo(202);
        TestUser admin = testUsers.admin();
        assertThat(deactivation
                        .reactivate(user.id(), admin.id(), "asked for it", RequestFacts.NONE)
                        .block())
                .isTrue();
        assertThat(deactivation
                        .reactivate(user.id(), admin.id(), "twice", RequestFacts.NONE)
                        .block())
                .isFalse();
        assertThat(logins.me(tokens)).isEqualTo(401);
        assertThat(Logins.status(logins.refresh(tokens))).isEqualTo(401);
        assertThat(logins.me(logins.login(user))).isEqualTo(200);
        assertThat(count("select count(*) from deactivations where user_id = :id"))
                .isZero();
    }

    @Test
    void endsABanInTime() {
        TestUser admin = testUsers.admin();
        DeactivationOrder ban = new DeactivationOrder(
                user.id(), admin.id(), "spam", clock.instant().plus(Duration.ofHours(1)));
        assertThat(deactivation.deactivate(ban, RequestFacts.NONE).block()).isEqualTo(DeactivationResult.DEACTIVATED);
        assertThat(Logins.status(logins.attempt(user.user().email()))).isEqualTo(403);
        clock.advance(Duration.ofMinutes(61));
        Awaiting.until(
                "the ban is over",
                () -> Logins.status(logins.attempt(user.user().email())) == 200);
        assertThat(logins.me(tokens)).isEqualTo(401);
    }

    /** The node that found the time over is ahead of the one that looks. */
    @Test
    void endsABanInTimeThoughItWasLookedAtTooEarly() {
        Instant end = clock.instant().plus(Duration.ofHours(1));
        UUID administrator = testUsers.admin().id();
        deactivation
                .deactivate(new DeactivationOrder(user.id(), administrator, "spam", end), RequestFacts.NONE)
                .block();
        clock.advance(Duration.ofMinutes(59));
        db.sql("delete from outbox where type = 'auth.end_of_ban' and key = :id")
                .bind("id", user.id().toString())
                .then()
                .block();
        deactivation.endBan(user.id()).block();
        assertThat(Logins.status(logins.attempt(user.user().email()))).isEqualTo(403);
        clock.advance(Duration.ofMinutes(2));
        Awaiting.until(
                "the ban is over",
                () -> Logins.status(logins.attempt(user.user().email())) == 200);
    }
}
