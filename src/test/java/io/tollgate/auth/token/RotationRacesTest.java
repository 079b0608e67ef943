package io.tollgate.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.token.TokenClient.Answer;
import io.tollgate.auth.token.TokenClient.Tokens;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Refreshes that come at the same moment as others, or as a logout. */
@IntegrationTest
class RotationRacesTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private Grants grants;

    @Autowired
    private DatabaseClient db;

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
    void givesTwentyParallelCallersTheSameChild() {
        List<Answer> answers = Flux.range(0, 20)
                .flatMap(
                        _ -> Mono.fromCallable(() -> client.refresh(first.refresh()))
                                .subscribeOn(Schedulers.boundedElastic()),
                        20)
                .collectList()
                .block();
        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(200));
        assertThat(answers.stream().map(answer -> answer.tokens().refresh()).distinct())
                .hasSize(1);
        assertThat(tokensOfTheFamily()).isEqualTo(2);
        assertThat(client.refresh(answers.getFirst().tokens().refresh()).status())
                .isEqualTo(200);
    }

    @Test
    void neverRevivesASessionThatIsLoggedOutMeanwhile() {
        IntStream.range(0, 15).forEach(_ -> raceOfRefreshAndLogout());
    }

    private void raceOfRefreshAndLogout() {
        Tokens tokens = client.signIn(user);
        Answer refreshed = Mono.zip(
                        Mono.fromCallable(() -> client.refresh(tokens.refresh()))
                                .subscribeOn(Schedulers.boundedElastic()),
                        Mono.fromCallable(() -> client.logout(tokens.refresh()))
                                .subscribeOn(Schedulers.boundedElastic()))
                .block()
                .getT1();
        if (refreshed.status() == 200) {
            assertThat(client.me(refreshed.tokens().access())).isEqualTo(401);
            assertThat(client.refresh(refreshed.tokens().refresh()).code()).isEqualTo("session_ended");
        } else {
            assertThat(refreshed.code()).isEqualTo("session_ended");
        }
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
