package io.tollgate.auth.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.SecondNode;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.Logins;
import io.tollgate.auth.password.PasswordHashing;
import io.tollgate.auth.password.PasswordRepository;
import io.tollgate.platform.redis.RedisChannels;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.Disposable;

/** A session that ends on one node is over on every node within a second, with Redis and without it. */
@IntegrationTest
class RevocationsAcrossNodesTest {

    private static final Duration PROMISED = Duration.ofSeconds(1);

    /** For the machine that runs this test with everything else on two cores. */
    private static final Duration SLACK = Duration.ofSeconds(9);

    private static final String NO_REDIS = "redis://127.0.0.1:1";
    private static final String PASSWORD = Logins.PASSWORD;

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private PasswordHashing hashing;

    @Autowired
    private PasswordRepository passwords;

    @Autowired
    private Revocations revocations;

    @Autowired
    private RevocationRepository repository;

    @Autowired
    private RevocationNews news;

    @Autowired
    private RedisChannels channels;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private MutableClock clock;

    @Test
    void reachTheOtherNode() {
        SecondNode other = SecondNode.shared();
        TestUser user = testUsers.signUp();
        assertThat(me(other.http(), user)).isEqualTo(200);
        logout(http, user);
        assertThat(me(http, user)).isEqualTo(401);
        Awaiting.until("401 on the other node", PROMISED.plus(SLACK), () -> me(other.http(), user) == 401);
    }

    /** The database, which each node reads every second, knows nothing of this one: only Redis can have told. */
    @Test
    void reachTheOtherNodeThroughRedisAlone() {
        Revocations others = SecondNode.shared().bean(Revocations.class);
        Revocation unwritten = new Revocation(UUID.randomUUID(), clock.instant().plusSeconds(600));
        Awaiting.until("the other node hears of it", () -> {
            news.tell(List.of(unwritten)).block();
            return others.cover(unwritten.sessionId());
        });
        assertThat(db.sql("select 1 from revocations where session_id = :id")
                        .bind("id", unwritten.sessionId())
                        .fetch()
                        .all()
                        .collectList()
                        .block())
                .isEmpty();
    }

    @Test
    void areToldThroughRedisWhenASessionEnds() {
        List<String> told = new CopyOnWriteArrayList<>();
        Disposable listening = channels.open("revocations").messages().subscribe(told::add);
        TestUser user = testUsers.signUp();
        String session = user.session().id().toString();
        logout(http, user);
        Awaiting.until("word of it", () -> told.stream().anyMatch(message -> message.contains(session)));
        listening.dispose();
    }

    @Test
    void reachANodeThatHasNoRedisAndComeFromOne() {
        SecondNode deaf = SecondNode.sharedWithoutRedis();
        TestUser user = testUsers.signUp();
        assertThat(me(deaf.http(), user)).isEqualTo(200);
        logout(http, user);
        Awaiting.until("401 on the node without Redis", PROMISED.plus(SLACK), () -> me(deaf.http(), user) == 401);

        TestUser another = testUsers.signUp();
        logout(deaf.http(), another);
        assertThat(me(deaf.http(), another)).isEqualTo(401);
        Awaiting.until("401 on the node with Redis", PROMISED.plus(SLACK), () -> me(http, another) == 401);

        logsInWithoutRedis(deaf);
    }

    @Test
    void areKnownToANodeThatStartsLater() {
        TestUser user = testUsers.signUp();
        logout(http, user);
        try (SecondNode later = SecondNode.start(clock, Map.of("REDIS_URL", NO_REDIS, "TOLLGATE_ROLES", "api"))) {
            assertThat(me(later.http(), user)).isEqualTo(401);
        }
    }

    /** Many rows come in pages; a row of a transaction that was still open is not passed over. */
    @Test
    void areReadCompletelyAndOnlyOnce() {
        List<UUID> ids =
                IntStream.range(0, 600).mapToObj(_ -> UUID.randomUUID()).toList();
        db.sql("insert into revocations (session_id, until) select unnest(:ids), :until")
                .bind("ids", ids.toArray(UUID[]::new))
                .bind("until", clock.instant().plusSeconds(600))
                .then()
                .block();
        Revocations fresh = new Revocations(repository, clock);
        fresh.catchUp().block();
        assertThat(ids).allMatch(fresh::cover);
        Awaiting.until(() -> ids.stream().allMatch(revocations::cover));
        clock.advance(Duration.ofSeconds(601));
        fresh.catchUp().block();
        assertThat(ids).noneMatch(fresh::cover);
    }

    @Test
    void travelInAFormThatSurvivesRubbish() {
        Revocation one = new Revocation(UUID.randomUUID(), clock.instant().truncatedTo(ChronoUnit.MILLIS));
        Revocation two = new Revocation(UUID.randomUUID(), one.until());
        assertThat(RevocationNews.decode(RevocationNews.encode(List.of(one, two))))
                .containsExactly(one, two);
        assertThat(RevocationNews.decode("rubbish")).isEmpty();
        assertThat(RevocationNews.decode("17 not-an-id")).isEmpty();
        assertThat(RevocationNews.decode("")).isEmpty();
    }

    private void logsInWithoutRedis(SecondNode deaf) {
        TestUser user = testUsers.signUp();
        new Logins(http, hashing, passwords).withPassword(user);
        deaf.http()
                .post()
                .uri("/login")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("email", user.user().email(), "password", PASSWORD))
                .exchange()
                .expectStatus()
                .isOk();
    }

    private static void logout(WebTestClient node, TestUser user) {
        user.authorized(node).post().uri("/logout").exchange().expectStatus().isNoContent();
    }

    private static int me(WebTestClient node, TestUser user) {
        return user.authorized(node)
                .get()
                .uri("/me")
                .exchange()
                .expectBody()
                .returnResult()
                .getStatus()
                .value();
    }
}
