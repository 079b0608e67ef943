package io.tollgate.admin.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.AtOnce;
import io.tollgate.FreshDatabase;
import io.tollgate.MutableClock;
import io.tollgate.SecondNode;
import io.tollgate.TestUsers.TestUser;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** However many administrators take the role or the account from each other at once, one remains. Two nodes, one database. */
class LastAdminTest {

    /** Threads of our own: those of the application must stay free to work. */
    private static final Executor THREADS = command -> Thread.ofVirtual().start(command);

    private static final Map<String, String> REASON = Map.of("reason", "a coup");

    private static SecondNode one;
    private static SecondNode other;

    @BeforeAll
    static void start() {
        Map<String, String> own = Map.of("DATABASE_URL", FreshDatabase.create(), "TOLLGATE_ROLES", "api");
        MutableClock clock = new MutableClock();
        List<SecondNode> both = AtOnce.times(2, _ -> SecondNode.start(clock, own));
        one = both.getFirst();
        other = both.getLast();
    }

    @AfterAll
    static void stop() {
        one.close();
        other.close();
    }

    @Test
    void remainsAfterTwentyDemotionsAtOnce() {
        List<AdminClient> admins = admins(20);
        List<Integer> answers = atOnce(IntStream.range(0, 20)
                .mapToObj(i ->
                        demotion(admins.get(i), admins.get((i + 1) % 20).who().id())));
        assertThat(answers).contains(200);
        assertThat(answers).allMatch(status -> status == 200 || status == 401 || status == 403 || status == 409);
        assertThat(acting()).isPositive();
        assertThat(acting())
                .isEqualTo(20 - answers.stream().filter(status -> status == 200).count());
    }

    @Test
    void remainsAfterTwoDemoteEachOther() {
        for (int round = 0; round < 10; round++) {
            List<AdminClient> two = admins(2);
            AdminClient a = two.get(0);
            AdminClient b = two.get(1);
            List<Integer> answers = atOnce(
                    Stream.of(demotion(a, b.who().id()), demotion(b, a.who().id())));
            assertThat(acting()).as("round %d: %s", round, answers).isEqualTo(1);
            assertThat(answers).containsOnlyOnce(200);
        }
    }

    @Test
    void remainsAfterADemotionMeetsADeactivation() {
        for (int round = 0; round < 10; round++) {
            List<AdminClient> two = admins(2);
            AdminClient a = two.get(0);
            AdminClient b = two.get(1);
            List<Integer> answers = atOnce(Stream.of(
                    demotion(a, b.who().id()),
                    Mono.fromCallable(() -> AdminClient.status(b.post(a.who().id(), "deactivate", REASON)))));
            assertThat(acting()).as("round %d: %s", round, answers).isEqualTo(1);
        }
    }

    /** The only administrators there are, at one node and the other by turns. */
    private static List<AdminClient> admins(int count) {
        one.bean(DatabaseClient.class)
                .sql("update users set is_admin = false")
                .then()
                .block();
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    TestUser admin = one.users().admin();
                    return new AdminClient((i % 2 == 0 ? one : other).http(), admin);
                })
                .toList();
    }

    private static Mono<Integer> demotion(AdminClient admin, UUID victim) {
        return Mono.fromCallable(() -> AdminClient.status(admin.role(victim, "user")));
    }

    private static List<Integer> atOnce(Stream<Mono<Integer>> calls) {
        return Flux.fromStream(calls)
                .flatMap(call -> call.subscribeOn(Schedulers.fromExecutor(THREADS)), 20)
                .collectList()
                .block();
    }

    private static long acting() {
        return one.bean(DatabaseClient.class)
                .sql("select count(*) from users where is_admin and is_active and is_verified")
                .map(row -> row.get(0, Long.class))
                .one()
                .block();
    }
}
