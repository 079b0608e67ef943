package io.tollgate.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import io.tollgate.IntegrationTest;
import io.tollgate.Mailbox;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.token.TokenClient.Answer;
import io.tollgate.auth.token.TokenClient.Tokens;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What happens to a refresh token that comes once, twice, late, or at the same time as others. */
@IntegrationTest
class RotationTest {

    private static final Duration AFTER_GRACE = Duration.ofSeconds(21);

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private Grants grants;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private MutableClock clock;

    private TokenClient client;
    private TestUser user;
    private Tokens first;

    @BeforeEach
    void signIn() {
        client = new TokenClient(http, grants);
        user = testUsers.signUp();
        first = client.signIn(user);
    }

    @Test
    void exchangesATokenForItsChild() throws Exception {
        Answer answer = client.refresh(first.refresh());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().get("type").asString()).isEqualTo("Bearer");
        Tokens second = answer.tokens();
        assertThat(second.refresh()).isNotEqualTo(first.refresh());
        assertThat(client.me(second.access())).isEqualTo(200);
        assertThat(generation(second)).isEqualTo(1);
        assertThat(claim(second, "sid")).isEqualTo(claim(first, "sid"));
    }

    @Test
    void repeatsTheAnswerWithinTheGracePeriod() {
        Tokens second = client.refresh(first.refresh()).tokens();
        clock.advance(Duration.ofSeconds(15));
        assertThat(client.refresh(first.refresh()).tokens().refresh()).isEqualTo(second.refresh());
    }

    @Test
    void endsTheSessionWhenATokenComesAgainAfterItsChildWasUsed() {
        Tokens second = client.refresh(first.refresh()).tokens();
        Tokens third = client.refresh(second.refresh()).tokens();
        clock.advance(AFTER_GRACE);

        Answer replay = client.refresh(first.refresh());
        assertThat(replay.status()).isEqualTo(401);
        assertThat(replay.code()).isEqualTo("refresh_token_reused");
        assertThat(client.refresh(third.refresh()).code()).isEqualTo("session_ended");
        assertThat(client.me(third.access())).isEqualTo(401);
        assertThat(audited("refresh_token_reused")).isEqualTo(1);
        assertThat(Mailbox.of(user.user().email()).awaitOne().subject())
                .isEqualTo("You were signed out for your safety");
    }

    @Test
    void leavesOtherSessionsOfTheUserAloneWhenOneWasStolen() {
        Tokens elsewhere = client.signIn(user);
        steal();
        assertThat(client.refresh(elsewhere.refresh()).status()).isEqualTo(200);
        assertThat(client.me(elsewhere.access())).isEqualTo(200);
    }

    @Test
    void endsAnIdleSession() {
        clock.advance(Duration.ofDays(30).plusSeconds(1));
        Answer answer = client.refresh(first.refresh());
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.code()).isEqualTo("token_expired");
    }

    /** Each rotation must not begin the 90 days anew. */
    @Test
    void endsASessionAfterNinetyDaysHoweverMuchItIsUsed() throws Exception {
        Tokens current = first;
        for (int i = 0; i < 4; i++) {
            clock.advance(Duration.ofDays(20));
            current = client.refresh(current.refresh()).tokens();
        }
        assertThat(SignedJWT.parse(current.refresh())
                        .getJWTClaimsSet()
                        .getExpirationTime()
                        .toInstant())
                .isBefore(clock.instant().plus(Duration.ofDays(11)));
        clock.advance(Duration.ofDays(10).plusSeconds(5));
        assertThat(client.refresh(current.refresh()).code()).isEqualTo("token_expired");
    }

    @Test
    void refusesADeactivatedUserAndEndsTheSession() {
        db.sql("update users set is_active = false where id = :id")
                .bind("id", user.id())
                .then()
                .block();
        assertThat(client.refresh(first.refresh()).code()).isEqualTo("session_ended");
        assertThat(client.me(first.access())).isEqualTo(401);
    }

    private void steal() {
        Tokens second = client.refresh(first.refresh()).tokens();
        client.refresh(second.refresh());
        clock.advance(AFTER_GRACE);
        assertThat(client.refresh(first.refresh()).code()).isEqualTo("refresh_token_reused");
    }

    private static int generation(Tokens tokens) throws Exception {
        return SignedJWT.parse(tokens.refresh()).getJWTClaimsSet().getIntegerClaim("gen");
    }

    private static String claim(Tokens tokens, String name) throws Exception {
        return SignedJWT.parse(tokens.refresh()).getJWTClaimsSet().getStringClaim(name);
    }

    private long audited(String outcome) {
        return db.sql("select count(*) from audit_log where actor_id = :id and outcome = :outcome")
                .bind("id", user.id())
                .bind("outcome", outcome)
                .mapValue(Long.class)
                .one()
                .block();
    }
}
