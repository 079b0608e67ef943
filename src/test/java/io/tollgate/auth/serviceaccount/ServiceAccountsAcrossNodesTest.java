package io.tollgate.auth.serviceaccount;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.SecondNode;
import io.tollgate.TestUsers;
import io.tollgate.auth.serviceaccount.Producer.Made;
import io.tollgate.platform.redis.Redis;
import io.tollgate.platform.redis.RedisChannels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.Disposable;

/** What is changed at one node counts at every node within a second, with Redis and without it. */
@IntegrationTest
class ServiceAccountsAcrossNodesTest {

    private static final Duration PROMISED = Duration.ofSeconds(1);

    /** For the machine that runs this test with everything else on two cores. */
    private static final Duration SLACK = Duration.ofSeconds(9);

    private static final String WRITE = "usage:write";

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private MutableClock clock;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private TransactionalOperator tx;

    @Autowired
    private AccountNews news;

    @Autowired
    private RedisChannels channels;

    @Test
    void isKnownAndRevokedEverywhere() {
        Producer producer = new Producer(http, users.admin());
        SecondNode deaf = SecondNode.sharedWithoutRedis();
        Made made = producer.create(WRITE);
        assertThat(Producer.call(deaf.http(), made.token(), WRITE)).isEqualTo(200);
        Made rotated = producer.rotate(made.id(), 0);
        Awaiting.until("the new secret is known", PROMISED.plus(SLACK), () -> calls(deaf, rotated) == 200);
        Awaiting.until("the old secret is dead", PROMISED.plus(SLACK), () -> calls(deaf, made) == 401);
        producer.revoke(made.id());
        assertThat(Producer.call(http, rotated.token(), WRITE)).isEqualTo(401);
        Awaiting.until("401 without Redis", PROMISED.plus(SLACK), () -> calls(deaf, rotated) == 401);
    }

    /** Revoked in a way that nobody finds who looks for changes: only Redis can have told. */
    @Test
    void isDroppedWhereverRedisTellsOfIt() {
        SecondNode other = SecondNode.shared();
        Made made = stillKnownThoughRevoked(new Producer(http, users.admin()), other);
        Awaiting.until("the other node hears of it", () -> {
            news.tell(made.id()).block();
            return calls(other, made) == 401;
        });
    }

    /** Not every one is: who looks for changes may come upon its creation just then, and finds more than that. */
    private Made stillKnownThoughRevoked(Producer producer, SecondNode other) {
        List<Made> known = new ArrayList<>();
        Awaiting.until("one that is still known as it was", () -> {
            Made made = producer.create(WRITE);
            assertThat(calls(other, made)).isEqualTo(200);
            revokeUnnoticed(made);
            return calls(other, made) == 200 && known.add(made);
        });
        return known.getFirst();
    }

    private void revokeUnnoticed(Made made) {
        tx.transactional(db.sql("set local session_replication_role = replica")
                        .then()
                        .then(db.sql("update service_accounts set revoked_at = now() where id = :id")
                                .bind("id", made.id())
                                .then()))
                .block();
    }

    @Test
    void isToldOfThroughRedisWhenItChanges() {
        List<String> told = new CopyOnWriteArrayList<>();
        Disposable listening = channels.open("service-accounts").messages().subscribe(told::add);
        Producer producer = new Producer(http, users.admin());
        Made made = producer.create(WRITE);
        told.clear();
        Made _ = producer.rotate(made.id(), 0);
        Awaiting.until("word of it", () -> told.contains(made.id().toString()));
        told.clear();
        producer.revoke(made.id());
        Awaiting.until("word of it", () -> told.contains(made.id().toString()));
        listening.dispose();
    }

    @Test
    void hasALimitOfItsOwn() {
        Map<String, String> limited = Map.of(
                "RATE_LIMIT_ENABLED", "true",
                "tollgate.rate-limits.policies.service-token.limit", "3",
                "tollgate.rate-limits.policies.service-token.burst", "3",
                "TOLLGATE_ROLES", "api");
        Producer producer = new Producer(http, users.admin());
        Made one = producer.create(WRITE);
        Made other = producer.create(WRITE);
        try (SecondNode node = SecondNode.start(clock, limited)) {
            Awaiting.until("its Redis, without which it is stricter", node.bean(Redis.class)::up);
            for (int i = 0; i < 3; i++) {
                assertThat(usage(node, one)).isNotEqualTo(429);
            }
            assertThat(usage(node, one)).isEqualTo(429);
            assertThat(usage(node, other)).isNotEqualTo(429);
        }
    }

    private static int calls(SecondNode node, Made made) {
        return Producer.call(node.http(), made.token(), WRITE);
    }

    private static int usage(SecondNode node, Made made) {
        return node.http()
                .post()
                .uri("/billing/usage")
                .headers(headers -> headers.setBearerAuth(made.token()))
                .exchange()
                .expectBody()
                .returnResult()
                .getStatus()
                .value();
    }
}
