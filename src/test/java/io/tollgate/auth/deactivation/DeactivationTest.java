package io.tollgate.auth.deactivation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.AtOnce;
import io.tollgate.Awaiting;
import io.tollgate.SecondNode;
import io.tollgate.auth.Logins;
import io.tollgate.platform.web.RequestFacts;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeactivationTest extends DeactivationFixture {

    @Test
    void endsEverythingAtOnce() {
        issueLink();
        tokens.on(http)
                .post()
                .uri("/deactivate")
                .exchange()
                .expectStatus()
                .isAccepted()
                .expectBody()
                .json("{\"message\": \"User deactivated.\"}");
        assertThat(logins.me(tokens)).isEqualTo(401);
        assertThat(Logins.status(user.authorized(http).get().uri("/me").exchange()))
                .isEqualTo(401);
        assertThat(Logins.status(logins.refresh(tokens))).isEqualTo(401);
        logins.attempt(user.user().email())
                .expectStatus()
                .isForbidden()
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("account_disabled");
        assertThat(count("select count(*) from one_time_tokens where user_id = :id"))
                .isZero();
        assertThat(count("select count(*) from sessions where user_id = :id and ended_reason = 'user_disabled'"))
                .isEqualTo(2);
        assertThat(count("select count(*) from deactivations where user_id = :id and by_user = :id"))
                .isEqualTo(1);
        assertThat(audited("user.deactivated", "success")).isEqualTo(1);
    }

    @Test
    void voidsACodeUnderWay() {
        String code = logins.requestCode(user);
        assertThat(deactivate(Map.of())).isEqualTo(202);
        assertThat(Logins.status(logins.attemptByCode(user, code))).isEqualTo(400);
        deactivation.reactivate(user.id(), user.id(), "test", RequestFacts.NONE).block();
        assertThat(Logins.status(logins.attemptByCode(user, code))).isEqualTo(400);
    }

    @Test
    void isKnownOnTheOtherNode() {
        SecondNode other = SecondNode.shared();
        assertThat(Logins.status(tokens.on(other.http()).get().uri("/me").exchange()))
                .isEqualTo(200);
        assertThat(deactivate(Map.of())).isEqualTo(202);
        Awaiting.until(
                "401 on the other node",
                () -> Logins.status(tokens.on(other.http()).get().uri("/me").exchange()) == 401);
    }

    @Test
    void happensOnceWhenOrderedTwentyTimesAtOnce() {
        var results = AtOnce.times(
                20,
                _ -> deactivation
                        .deactivate(DeactivationOrder.forGood(user.id(), user.id(), "test"), RequestFacts.NONE)
                        .block());
        assertThat(results).containsOnlyOnce(DeactivationResult.DEACTIVATED);
        assertThat(results).contains(DeactivationResult.NOT_ACTIVE);
        assertThat(audited("user.deactivated", "success")).isEqualTo(1);
    }

    @Test
    void letsNoLoginSlipThrough() {
        AtOnce.times(
                8,
                number -> number == 3
                        ? deactivate(Map.of())
                        : Logins.status(logins.attempt(user.user().email())));
        assertThat(count("select count(*) from sessions where user_id = :id and ended_at is null"))
                .isZero();
    }

    private void issueLink() {
        db.sql("""
                        insert into one_time_tokens (user_id, purpose, token_hash, email, created_at, expires_at)
                        values (:id, 'verify_email', sha256(:id::text::bytea), 'x', now(), now() + interval '1 day')
                        """).bind("id", user.id()).then().block();
    }
}
