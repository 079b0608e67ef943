package io.tollgate.billing.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.Meters;
import io.tollgate.platform.jobs.Outbox;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Events of erased users tell of nobody, however many there are and however late somebody looks. */
@IntegrationTest
class ForgetUsageTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private MutableClock clock;

    @Autowired
    private Outbox outbox;

    private Meters meters;
    private String who;
    private TestUser user;
    private UUID subscription;

    @BeforeEach
    void setUp() {
        meters = new Meters(http, users, db);
        who = meters.metric("unique", Map.of("unique_key", "who"));
        user = users.signUp();
        subscription =
                meters.subscription(user, meters.planOf(who), clock.instant().minus(Duration.ofDays(1)));
    }

    @Test
    void alsoLongAfterTheErasureAndWhatWasToldSinceTheLastNight() {
        tell("a");
        erase(Duration.ofDays(90));
        tonight();
        Awaiting.until("the first to be forgotten", () -> remembered() == 0 && noted() == 1);

        tell("b");
        tonight();
        Awaiting.until("the second to be forgotten", () -> remembered() == 0 && noted() == 2);

        assertThat(meters.row("select bool_and(properties is null and length(unique_value) = 32) as forgotten,"
                        + " count(distinct unique_value) as people from usage_events where subscription_id = '"
                        + subscription + "'"))
                .containsEntry("forgotten", true)
                .containsEntry("people", 2L);
    }

    /** More than one job takes, many of them at the same moment. */
    @Test
    void thoughThereAreManyOfThem() {
        int many = ErasedUsage.PAGE * 11;
        tell("first");
        String other = meters.metric("sum");
        db.sql("""
                        insert into usage_events (id, subscription_id, metric_id, at, value, transaction_id, unique_value,
                                                  properties, sequence, received_at)
                        select gen_random_uuid(), :id, m.id, :now - (n / 7) * interval '1 second', 1, cast(n as text),
                               'person ' || n, '{"who": "me"}', n, :now
                        from generate_series(1, :many) n
                        join billable_metrics m on m.code = case when n % 2 = 0 then :who else :other end
                        """)
                .bind("id", subscription)
                .bind("now", clock.instant())
                .bind("many", many)
                .bind("who", who)
                .bind("other", other)
                .then()
                .block();
        erase(Duration.ZERO);

        tonight();

        Awaiting.until("all to be forgotten", () -> noted() == 1);
        assertThat(remembered()).isZero();
        assertThat(meters.row(
                        "select count(distinct unique_value) as people from usage_events where subscription_id = '"
                                + subscription + "'"))
                .containsEntry("people", many + 1L);
    }

    private void tell(String name) {
        Map<String, Object> event = new HashMap<>(Meters.event(subscription, who, name, 1));
        event.put("properties", Map.of("who", name + "@example.com"));
        assertThat(meters.tell(meters.machine(), List.of(event))
                        .getFirst()
                        .path("status")
                        .asString())
                .isEqualTo("accepted");
    }

    private void erase(Duration ago) {
        db.sql("update users set erased_at = :at where id = :id")
                .bind("at", clock.instant().minus(ago))
                .bind("id", user.id())
                .then()
                .block();
    }

    private void tonight() {
        outbox.enqueue(ForgetUsage.TYPE, "test", ForgetUsage.Order.ALL).block();
    }

    private long remembered() {
        return (long) meters.row("select count(*) as events from usage_events where properties is not null"
                        + " and subscription_id = '" + subscription + "'")
                .get("events");
    }

    /** Up to which event nothing is remembered. */
    private long noted() {
        return (long) meters.row("select coalesce(max(sequence), 0) as sequence from usage_forgotten"
                        + " where subscription_id = '" + subscription + "'")
                .get("sequence");
    }
}
