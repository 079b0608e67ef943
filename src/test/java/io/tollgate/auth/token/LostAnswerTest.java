package io.tollgate.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.token.TokenClient.Tokens;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A client that never got its new tokens, and what a thief could make of that. */
@IntegrationTest
class LostAnswerTest {

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

    @Test
    void replacesAChildThatNeverArrived() {
        Tokens lost = client.refresh(first.refresh()).tokens();
        clock.advance(AFTER_GRACE);

        Tokens replacement = client.refresh(first.refresh()).tokens();
        assertThat(replacement.refresh()).isNotEqualTo(lost.refresh());
        assertThat(client.refresh(replacement.refresh()).status()).isEqualTo(200);
    }

    @Test
    void leavesATraceOfTheReplacement() {
        client.refresh(first.refresh());
        clock.advance(AFTER_GRACE);
        client.refresh(first.refresh());
        assertThat(count("select count(*) from audit_log where action = 'session.refresh_replaced' and actor_id = :id"))
                .isEqualTo(1);
        assertThat(count("select count(*) from sessions where user_id = :id and ip = '127.0.0.1'"))
                .isEqualTo(1);
    }

    /** A flood of nonsense must not fill the log. */
    @Test
    void leavesATraceOfNonsenseButNotOfAllOfIt() {
        clock.advance(Duration.ofMinutes(1));
        String made = "select count(*) from audit_log where action = 'session.refresh' and outcome = 'malformed'"
                + " and (:id::uuid is not null)";
        long before = count(made);
        for (int i = 0; i < 130; i++) {
            assertThat(client.refresh("nonsense").status()).isEqualTo(401);
        }
        assertThat(count(made) - before).isBetween(60L, 120L);
        clock.advance(Duration.ofMinutes(1));
        client.refresh("nonsense");
        assertThat(count(made + " and (details ->> 'left_out')::int > 0")).isPositive();
    }

    private long count(String sql) {
        return db.sql(sql).bind("id", user.id()).mapValue(Long.class).one().block();
    }

    @Test
    void endsTheSessionWhenTheLostChildTurnsUpAfterAll() {
        Tokens lost = client.refresh(first.refresh()).tokens();
        clock.advance(AFTER_GRACE);
        Tokens replacement = client.refresh(first.refresh()).tokens();

        assertThat(client.refresh(lost.refresh()).code()).isEqualTo("refresh_token_reused");
        assertThat(client.refresh(replacement.refresh()).code()).isEqualTo("session_ended");
    }

    @Test
    void replacesALostChildOnlyOnce() {
        client.refresh(first.refresh());
        clock.advance(AFTER_GRACE);
        Tokens replacement = client.refresh(first.refresh()).tokens();
        assertThat(client.refresh(first.refresh()).tokens().refresh())
                .as("a repeated request for the replacement")
                .isEqualTo(replacement.refresh());
        clock.advance(AFTER_GRACE);
        assertThat(client.refresh(first.refresh()).code()).isEqualTo("refresh_token_reused");
    }

    @Test
    void givesParallelCallersTheSameReplacement() {
        client.refresh(first.refresh());
        clock.advance(AFTER_GRACE);
        List<String> children = Flux.range(0, 10)
                .flatMap(
                        _ -> Mono.fromCallable(() ->
                                        client.refresh(first.refresh()).tokens().refresh())
                                .subscribeOn(Schedulers.boundedElastic()),
                        10)
                .distinct()
                .collectList()
                .block();
        assertThat(children).hasSize(1);
        assertThat(tokensOfTheFamily()).isEqualTo(3);
    }

    @Test
    void doesNotReplaceALostChildAfterADay() {
        client.refresh(first.refresh());
        clock.advance(Duration.ofHours(25));
        assertThat(client.refresh(first.refresh()).code()).isEqualTo("refresh_token_reused");
    }

    @BeforeEach
    void signIn() {
        client = new TokenClient(http, grants);
        user = testUsers.signUp();
        first = client.signIn(user);
    }

    private long tokensOfTheFamily() {
        return db.sql(
                        "select count(*) from refresh_tokens t join sessions s on s.id = t.session_id where s.user_id = :id")
                .bind("id", user.id())
                .mapValue(Long.class)
                .one()
                .block();
    }
}
