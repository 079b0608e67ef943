package io.tollgate.auth.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.AtOnce;
import io.tollgate.FreshDatabase;
import io.tollgate.MutableClock;
import io.tollgate.SecondNode;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.deactivation.Deactivation;
import io.tollgate.auth.deactivation.DeactivationOrder;
import io.tollgate.auth.deactivation.DeactivationResult;
import io.tollgate.platform.time.Ids;
import io.tollgate.platform.web.RequestFacts;
import io.tollgate.user.User;
import io.tollgate.user.UserRepository;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

/** In a database of its own, for it counts all administrators. */
class LastAdministratorTest {

    private static final MutableClock CLOCK = MutableClock.shared();

    private static SecondNode node;

    private List<User> admins;

    @BeforeAll
    static void start() {
        node = SecondNode.start(CLOCK, Map.of("DATABASE_URL", FreshDatabase.create(), "tollgate.roles", "api"));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @BeforeEach
    void twoAdministrators() {
        node.bean(DatabaseClient.class)
                .sql("update users set is_admin = false")
                .then()
                .block();
        admins = List.of(admin(), admin());
    }

    @Test
    void isNotDeactivated() {
        assertThat(AtOnce.times(2, number -> deactivate(admins.get(number))))
                .containsExactlyInAnyOrder(DeactivationResult.DEACTIVATED, DeactivationResult.LAST_ADMINISTRATOR);
    }

    @Test
    void isNotErased() {
        Erasure erasure = node.bean(Erasure.class);
        assertThat(AtOnce.times(2, number -> {
                    User admin = admins.get(number);
                    return erasure.erase(admin.id(), admin.id(), RequestFacts.NONE)
                            .block();
                }))
                .containsExactlyInAnyOrder(ErasureResult.ERASED, ErasureResult.LAST_ADMINISTRATOR);
    }

    @Test
    void isNotRemovedByEitherWayWhileTheOtherIsTried() {
        Erasure erasure = node.bean(Erasure.class);
        List<String> results = AtOnce.times(
                2,
                number -> number == 0
                        ? deactivate(admins.get(0)).name()
                        : erasure.erase(admins.get(1).id(), admins.get(1).id(), RequestFacts.NONE)
                                .block()
                                .name());
        assertThat(results).containsOnlyOnce("LAST_ADMINISTRATOR");
    }

    @Test
    void isToldWhyTheyStay() {
        assertThat(deactivate(admins.get(0))).isEqualTo(DeactivationResult.DEACTIVATED);
        assertThat(deactivate(admins.get(1))).isEqualTo(DeactivationResult.LAST_ADMINISTRATOR);
        TestUsers users = node.users();
        TestUser only = users.admin();
        assertThat(deactivate(admins.get(1))).isEqualTo(DeactivationResult.DEACTIVATED);
        WebTestClient http = only.authorized(node.http());

        for (ResponseSpec answer : List.of(
                http.post().uri("/deactivate").exchange(),
                http.delete().uri("/me").exchange())) {
            answer.expectStatus().isEqualTo(409).expectBody().jsonPath("$.code").isEqualTo("last_administrator");
        }
        http.get()
                .uri("/me")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.is_active")
                .isEqualTo(true);
    }

    private static DeactivationResult deactivate(User admin) {
        return node.bean(Deactivation.class)
                .deactivate(DeactivationOrder.forGood(admin.id(), admin.id(), "test"), RequestFacts.NONE)
                .block();
    }

    private static User admin() {
        var id = node.bean(Ids.class).next();
        String email = id + "@example.test";
        User admin = new User(id, email, email, "u" + id, User.Provider.LOCAL, true, true, true, CLOCK.instant());
        return node.bean(UserRepository.class).insert(admin).block();
    }
}
