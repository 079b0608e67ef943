package io.tollgate.auth.token;

import io.tollgate.AtOnce;
import io.tollgate.FreshDatabase;
import io.tollgate.MutableClock;
import io.tollgate.SecondNode;
import io.tollgate.TestUsers.TestUser;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Two nodes with keys and a clock of their own.
 *
 * @param deaf the one that hears nothing through Redis
 */
record KeyNodes(MutableClock clock, Map<String, String> settings, SecondNode node, SecondNode deaf)
        implements AutoCloseable {

    /** Threads of our own: those of the application must stay free to work. */
    private static final Executor THREADS = command -> Thread.ofVirtual().start(command);

    static KeyNodes start() {
        MutableClock clock = new MutableClock();
        Map<String, String> settings = Map.of("DATABASE_URL", FreshDatabase.create(), "TOLLGATE_ROLES", "api");
        Map<String, String> withoutRedis = new HashMap<>(settings);
        withoutRedis.put("REDIS_URL", "redis://127.0.0.1:1");
        List<SecondNode> both =
                AtOnce.times(2, number -> SecondNode.start(clock, number == 0 ? settings : withoutRedis));
        return new KeyNodes(clock, settings, both.getFirst(), both.getLast());
    }

    /** Whatever was announced signs from now on, and what signed before has expired; both nodes know it. */
    void settle() {
        clock.advance(Duration.ofHours(3));
        node.bean(SigningKeys.class).refresh().block();
        deaf.bean(SigningKeys.class).refresh().block();
    }

    SecondNode another() {
        return SecondNode.start(clock, settings);
    }

    ResponseSpec keys(String token) {
        return node.http()
                .get()
                .uri("/admin/signing-keys")
                .headers(headers -> headers.setBearerAuth(token))
                .exchange();
    }

    static ResponseSpec post(SecondNode at, TestUser admin, String path, Object body) {
        return admin.authorized(at.http())
                .post()
                .uri("/admin/signing-keys" + path)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }

    /** The statuses of so many calls at the two nodes in turn. */
    List<Integer> rotateAtOnce(TestUser admin, int calls) {
        return Flux.range(0, calls)
                .flatMap(
                        i -> Mono.fromCallable(() -> rotate(i % 2 == 0 ? node : deaf, admin))
                                .subscribeOn(Schedulers.fromExecutor(THREADS)),
                        calls)
                .collectList()
                .block();
    }

    private static int rotate(SecondNode at, TestUser admin) {
        return post(at, admin, "/rotate", Map.of())
                .expectBody()
                .returnResult()
                .getStatus()
                .value();
    }

    long audits(String action) {
        return node.bean(DatabaseClient.class)
                .sql("select count(*) from audit_log where action = :action and outcome = 'success'")
                .bind("action", action)
                .map(row -> row.get(0, Long.class))
                .one()
                .block();
    }

    @Override
    public void close() {
        deaf.close();
        node.close();
    }
}
