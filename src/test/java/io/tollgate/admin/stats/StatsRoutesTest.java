package io.tollgate.admin.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.platform.jobs.Roles;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.reactive.TransactionalOperator;
import org.springframework.transaction.support.DefaultTransactionDefinition;

/** Figures for administrators, and how things stand now. */
@IntegrationTest
class StatsRoutesTest {

    @Autowired
    private Clock clock;

    @Autowired
    private Roles roles;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private ReactiveTransactionManager transactions;

    @Autowired
    private TestUsers users;

    @Autowired
    private WebTestClient http;

    private final MeterRegistry meters = new SimpleMeterRegistry();

    /**
     * In a currency of its own, and at one moment of the database, so that no other test is in the sums. The node's own gauges are
     * measured at other moments.
     */
    @Test
    void measuresHowThingsStand() {
        StandingGauges gauges = new StandingGauges(db, clock, meters, roles);
        DefaultTransactionDefinition moment = new DefaultTransactionDefinition();
        moment.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        String story = story();
        List<Double> before = new ArrayList<>();
        List<Double> after = new ArrayList<>();

        TransactionalOperator.create(transactions, moment)
                .execute(transaction -> {
                    transaction.setRollbackOnly();
                    return gauges.measure()
                            .doOnSuccess(_ -> before.addAll(counts()))
                            .then(db.sql(story).then())
                            .then(gauges.measure())
                            .doOnSuccess(_ -> after.addAll(counts()));
                })
                .blockLast();

        assertThat(IntStream.range(0, before.size()).mapToObj(i -> after.get(i) - before.get(i)))
                .as("active, trialing, past_due")
                .containsExactly(1.0, 2.0, 1.0);
        // 30.00 a month, and 120.00 a year although it is overdue; who tries pays nothing, who was replaced neither.
        assertThat(gauge("tollgate.mrr", "currency", "QXG")).isEqualTo(3_000 + 1_000);
    }

    private List<Double> counts() {
        return Stream.of("active", "trialing", "past_due")
                .map(status -> gauge("tollgate.subscriptions", "status", status))
                .toList();
    }

    private double gauge(String name, String tag, String value) {
        return meters.get(name).tag(tag, value).gauge().value();
    }

    private String story() {
        String plan = UUID.randomUUID().toString();
        String monthly = UUID.randomUUID().toString();
        String yearly = UUID.randomUUID().toString();
        String successor = UUID.randomUUID().toString();
        return """
                insert into plans (id, code, name, tier, is_active, version, created_at, updated_at)
                values ('%1$s', '%1$s', 'Any', 'PRO', false, 1, now(), now());
                insert into plan_versions (id, plan_id, number, price_cents, currency, billing_period, interval_count, created_at)
                values ('%2$s', '%1$s', 1, 3000, 'QXG', 'monthly', 1, now()),
                       ('%3$s', '%1$s', 2, 12000, 'QXG', 'yearly', 1, now());
                """.formatted(plan, monthly, yearly)
                + subscription(successor, monthly, "active", null)
                + subscription(UUID.randomUUID().toString(), monthly, "active", successor)
                + subscription(UUID.randomUUID().toString(), yearly, "past_due", null)
                + subscription(UUID.randomUUID().toString(), monthly, "trialing", null)
                + subscription(UUID.randomUUID().toString(), yearly, "trialing", null);
    }

    private String subscription(String id, String version, String status, @Nullable String replacedBy) {
        return """
                insert into subscriptions (id, user_id, plan_version_id, provider, status, started_at, replaced_by, created_at, updated_at)
                values ('%s', '%s', '%s', 'manual', '%s', now(), %s, now(), now());
                """.formatted(
                        id, users.signUp().id(), version, status, replacedBy == null ? "null" : "'" + replacedBy + "'");
    }

    @Test
    void answersAdministratorsWhoAskForMonths() {
        TestUser admin = users.admin();

        assertThat(status(admin, "/admin/stats/monthly")).isEqualTo(200);
        assertThat(status(admin, "/admin/stats/monthly?from=2024-01&to=2026-06"))
                .isEqualTo(200);
        for (String wrong : List.of(
                "from=2026",
                "to=2026-13",
                "from=x",
                "from=2026-06&to=2026-05",
                "to=9999-01",
                "from=1999-12&to=2000-01",
                "from=2021-01&to=2024-01",
                "from=-999999999-01",
                "to=-999999999-01",
                "to=1999-12")) {
            assertThat(status(admin, "/admin/stats/monthly?" + wrong)).as(wrong).isEqualTo(422);
        }
        assertThat(status(users.signUp(), "/admin/stats/monthly")).isEqualTo(403);
        assertThat(status(users.signUp(), "/admin/stats/monthly?to=x")).isEqualTo(403);
        assertThat(status(users.signUp(), "/admin/dashboard/stats")).isEqualTo(403);
        admin.authorized(http)
                .get()
                .uri("/admin/dashboard/stats")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.users")
                .isNumber()
                .jsonPath("$.subscriptions")
                .isNumber()
                .jsonPath("$.payments")
                .isNumber();
    }

    private int status(TestUser user, String path) {
        return user.authorized(http)
                .get()
                .uri(path)
                .exchange()
                .returnResult(byte[].class)
                .getStatus()
                .value();
    }
}
