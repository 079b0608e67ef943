package io.tollgate.auth.password;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.Awaiting;
import io.tollgate.Mailbox;
import io.tollgate.MutableClock;
import io.tollgate.OwnThreads;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.AuthCalls;
import io.tollgate.auth.Logins;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

class PasswordChangeTest extends PasswordChangeFixture {

    @Autowired
    private MutableClock clock;

    @Autowired
    private HashingThreads threads;

    @Autowired
    private PasswordProperties properties;

    @Autowired
    private MeterRegistry meters;

    @Test
    void changesThePasswordEndsTheOtherSessionsAndTells() {
        JsonNode answer = change(OLD, NEW, 200);
        assertThat(answer.get("message").asString()).isEqualTo("Password has been changed successfuly");
        login(OLD, 401);
        login(NEW, 200);
        assertThat(rows.endedSessions(user.id(), "password_changed")).isEqualTo(1);
        user.authorized(http).get().uri("/me").exchange().expectStatus().isUnauthorized();
        assertThat(rows.audited(user.id(), "password.changed", "success")).isEqualTo(1);
        assertThat(Mailbox.of(user.user().email()).awaitOne().subject()).isEqualTo("Your password was changed");
    }

    /** A family of its own: what a thief copied is worth nothing from then on, no grace for it and no lost answer. */
    @Test
    void goesOnWithNewTokensAndShutsOutWhoCopiedTheSession() {
        JsonNode answer = change(OLD, NEW, 200);
        assertThat(refresh(login.get("refresh_token").asString(), 401)
                        .get("code")
                        .asString())
                .isEqualTo("session_ended");
        assertThat(me(login)).isEqualTo(401);
        assertThat(rows.endedSessions(user.id(), "superseded")).isEqualTo(1);

        assertThat(me(answer)).isEqualTo(200);
        refresh(answer.get("refresh_token").asString(), 200);
        assertThat(rows.liveSessions(user.id())).isEqualTo(1);
        assertThat(Mailbox.of(user.user().email()).awaitOne().subject())
                .as("nobody is told of a thief")
                .isEqualTo("Your password was changed");
    }

    /** Else every change would give a session, and who stole it, another three months. */
    @Test
    void leavesTheSessionsEndAndItsProofAsTheyWere() {
        String ends = "select expires_at::text || authenticated_at || methods::text from sessions"
                + " where user_id::text = :it order by created_at desc limit 1";
        String before = text(ends);
        clock.advance(Duration.ofMinutes(1));
        change(OLD, NEW, 200);
        assertThat(text(ends)).isEqualTo(before);
    }

    @Test
    void changesOnceWhenItComesTwentyTimesAtOnce() {
        AuthCalls signedIn = new AuthCalls(http).with(login.get("token").asString());
        List<Integer> statuses = race(20, signedIn, Map.of("old_password", OLD, "new_password", NEW));
        assertThat(statuses).containsOnlyOnce(200).containsOnly(200, 403);
        assertThat(rows.audited(user.id(), "password.changed", "success")).isEqualTo(1);
    }

    @Test
    void setsTheFirstPasswordOfWhoHasJustLoggedInWithoutOne() {
        TestUser social = testUsers.signUp();
        JsonNode answer = anybody.with(social.token()).post("/change-password", Map.of("new_password", NEW), 200);
        assertThat(answer.get("message").asString()).isEqualTo("Password has been changed successfuly");
        Map<String, String> known = Map.of("email", social.user().email(), "password", NEW);
        anybody.post("/login", known, 200);
        assertThat(Mailbox.of(social.user().email()).awaitOne().subject()).isEqualTo("Your password was changed");
        assertThat(rows.audited(social.id(), "password.changed", "success")).isEqualTo(1);
    }

    @Test
    void setsOneFirstPasswordWhenTenComeAtOnce() {
        TestUser social = testUsers.signUp();
        AuthCalls signedIn = anybody.with(social.token());
        List<Integer> statuses = race(10, signedIn, Map.of("new_password", NEW));
        assertThat(statuses).containsOnlyOnce(200).containsOnly(200, 422);
        assertThat(rows.audited(social.id(), "password.changed", "success")).isEqualTo(1);
    }

    /** All are past the guard before the first ends the session for the others. */
    private List<Integer> race(int calls, AuthCalls signedIn, Map<String, String> body) {
        try (HeldHashing held = HeldHashing.of(threads, properties)) {
            Mono<List<Integer>> answers = Mono.fromCallable(() -> signedIn.race(calls, "/change-password", body))
                    .subscribeOn(OwnThreads.SCHEDULER)
                    .cache();
            Disposable _ = answers.subscribe();
            Awaiting.until("all wait for their hash", () -> queued() == calls);
            held.release();
            return answers.block();
        }
    }

    private double queued() {
        return meters.get("tollgate.password.queue").gauge().value();
    }

    @Test
    void voidsLinksFromBefore() {
        anybody.post("/forget-password", Map.of("email", user.user().email()), 202);
        String token = Mailbox.of(user.user().email()).awaitOne().link().split("token=")[1];
        change(OLD, NEW, 200);
        anybody.post("/new-password", Map.of("token", token, "password", "yet another sentence, odd"), 401);
    }

    private int me(JsonNode tokens) {
        return Logins.status(new AuthCalls(http)
                .with(tokens.get("token").asString())
                .http()
                .get()
                .uri("/me")
                .exchange());
    }

    private String text(String sql) {
        return db.sql(sql)
                .bind("it", user.id().toString())
                .mapValue(String.class)
                .one()
                .block();
    }

    private JsonNode refresh(String token, int status) {
        return anybody.post("/refresh-token", Map.of("refresh_token", token), status);
    }
}
