package io.tollgate.billing.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.AtOnce;
import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.Meters;
import io.tollgate.billing.metric.Charges;
import io.tollgate.billing.metric.PlanCharge;
import io.tollgate.billing.pricing.Interval;
import io.tollgate.billing.pricing.Period;
import io.tollgate.billing.pricing.Usage;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Usage of a user who moves to another subscription while it is told. */
@IntegrationTest
class UsageAcrossPlansTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private MutableClock clock;

    @Autowired
    private TransactionalOperator tx;

    @Autowired
    private UsageDesk desk;

    @Autowired
    private Charges charges;

    @Autowired
    private MeteredUsage usage;

    @Autowired
    private UsageSums sums;

    @Autowired
    private UsageEvents events;

    private final JsonMapper json = new JsonMapper();
    private Meters meters;
    private WebTestClient machine;
    private String metric;
    private TestUser user;
    private UUID first;

    @BeforeEach
    void setUp() {
        meters = new Meters(http, users, db);
        machine = meters.machine();
        metric = meters.metric("sum");
        user = users.signUp();
        first = meters.subscription(user, meters.planOf(metric), clock.instant().minus(Duration.ofDays(60)));
        meters.tell(machine, List.of(Meters.event(first, metric, "before", 1)));
    }

    /** The first telling holds its name, and has not got further, when the change comes and it is told again. */
    @Test
    void countsOnceWhatIsToldAgainWhileTheFirstTellingIsUnderWay() {
        Sinks.Empty<Void> held = Sinks.empty();
        Sinks.Empty<Void> release = Sinks.empty();
        CompletableFuture<Void> holding = db.sql("select from usage_heads where subscription_id = :id for update")
                .bind("id", first)
                .then()
                .doOnSuccess(_ -> held.tryEmitEmpty().orThrow())
                .then(release.asMono())
                .as(tx::transactional)
                .toFuture();
        held.asMono().block(Duration.ofSeconds(20));
        CompletableFuture<String> telling =
                CompletableFuture.supplyAsync(() -> tell("silent"), Thread::startVirtualThread);
        Awaiting.until("it waits", () -> waiting() == 1);
        UUID second = moved();

        CompletableFuture<String> again =
                CompletableFuture.supplyAsync(() -> tell("silent"), Thread::startVirtualThread);
        try {
            Awaiting.until("it is known", () -> again.isDone() || waiting() == 2);
        } finally {
            release.tryEmitEmpty().orThrow();
        }
        holding.join();

        assertThat(List.of(telling.join(), again.join())).containsExactly("accepted", "duplicate");
        assertThat(List.of(events(first), events(second))).containsExactly(2L, 0L);
    }

    /** It has found its subscription before the change, and comes to its name after the one that is told again. */
    @Test
    void countsOnceWhatComesLateToTheSubscriptionThatItHad() {
        UUID second = moved();
        assertThat(tell("silent")).isEqualTo("accepted");

        JsonNode late = meters.tell(machine, List.of(Meters.event(first, metric, "silent", 1)))
                .getFirst();

        assertThat(late.path("status").asString()).isEqualTo("duplicate");
        assertThat(List.of(events(first), events(second))).containsExactly(1L, 1L);
    }

    /** Long after the change: no other name is kept, and the database is asked once for both. */
    @Test
    void countsOnceWhatComesTwiceInOnePollFromBothSidesOfAChange() {
        Instant now = clock.instant();
        UUID second = moved();
        longAgo("20 minutes");

        List<UsageResult> results = desk.hear(List.of(
                        silent("silent", now.minus(Duration.ofMinutes(30))),
                        silent("silent", now.minus(Duration.ofMinutes(10))),
                        silent("other", now.minus(Duration.ofMinutes(10)))))
                .block();

        assertThat(results).containsExactly(UsageResult.ACCEPTED, UsageResult.DUPLICATE, UsageResult.ACCEPTED);
        assertThat(List.of(events(first), events(second))).containsExactly(2L, 1L);
    }

    /** Of forty tellings some fall into the very moment, in one round of three. */
    @RepeatedTest(5)
    void countsEachOnceThoughAllAreToldByManyAroundAChange() {
        List<String> names = List.of("a", "b", "c", "d", "e");

        List<List<String>> answers = AtOnce.times(8, i -> {
            if (i == 3) {
                UUID _ = moved();
            }
            return names.stream().map(this::tell).toList();
        });

        for (int i = 0; i < names.size(); i++) {
            int name = i;
            assertThat(answers.stream().map(told -> told.get(name)))
                    .containsOnly("accepted", "duplicate")
                    .containsOnlyOnce("accepted");
        }
        assertThat(meters.row(
                        "select count(*) as n from usage_events e join subscriptions s on s.id = e.subscription_id"
                                + " where s.user_id = '" + user.id() + "'"))
                .containsEntry("n", 6L);
    }

    /** Long after a change nothing is on its way any more. */
    @Test
    void keepsNoNamesElsewhereLongAfterAChange() {
        UUID second = moved();
        db.sql("update subscriptions set updated_at = updated_at - interval '11 minutes' where user_id = :id")
                .bind("id", user.id())
                .then()
                .block();

        assertThat(tell("later")).isEqualTo("accepted");

        assertThat(events(second)).isEqualTo(1);
        assertThat(meters.row("select count(*) as n from usage_keys where subscription_id = '" + first + "'"))
                .containsEntry("n", 1L);
    }

    /** What is stored is still there, whatever the plan; part of it from hours that are no longer kept. */
    @Test
    void goesOnWithTheLevelOfWhatItReplaces() {
        String storage = meters.metric("weighted_sum");
        PlanCharge charge =
                charges.of(meters.version(meters.planOf(storage))).block().getFirst();
        Instant now = clock.instant();
        meters.tell(machine, List.of(Meters.event(first, storage, "stored", 2500, now.minus(Duration.ofDays(5)))));
        db.sql("""
                        insert into usage_levels (subscription_id, metric_id, facet, level)
                        select :id, m.id, '{}', 700 from billable_metrics m where m.code = :code
                        """).bind("id", first).bind("code", storage).then().block();
        UUID second = moved();
        replace(first, second);
        UUID third = moved(second);
        replace(second, third);
        Period later = new Period(
                0,
                now.plus(Duration.ofDays(1)),
                now.plus(Duration.ofDays(2)),
                ZoneOffset.UTC,
                new Interval(Interval.Unit.DAY, 1));

        assertThat(usage.of(third, charge, later).block().quantity()).isEqualByComparingTo("3200");
        assertThat(usage.of(first, charge, later).block().quantity()).isEqualByComparingTo("3200");
        UUID other = meters.subscription(users.signUp(), meters.planOf(metric), now);
        assertThat(usage.of(other, charge, later).block().quantity()).isZero();
    }

    /** It was stored a quarter after the span had begun, by the subscription that was replaced later. */
    @Test
    void countsWhatCameToTheReplacedOneWithinTheSpan() {
        String storage = meters.metric("weighted_sum");
        PlanCharge charge =
                charges.of(meters.version(meters.planOf(storage))).block().getFirst();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        meters.tell(
                machine,
                List.of(
                        Meters.event(first, storage, "stored", 2500, now.minus(Duration.ofDays(5))),
                        Meters.event(first, storage, "more", 400, now.minus(Duration.ofDays(1)))));
        UUID second = moved();
        replace(first, second);
        Period span = new Period(
                0,
                now.minus(Duration.ofDays(2)),
                now.plus(Duration.ofDays(2)),
                ZoneOffset.UTC,
                new Interval(Interval.Unit.DAY, 4));

        Usage counted = usage.of(second, charge, span).block();

        assertThat(counted.quantity()).isEqualByComparingTo("2800");
        assertThat(counted.events()).isEqualTo(1);
    }

    /** However many are asked for together, and each has its own: the one of another user has stored nothing. */
    @Test
    void looksOnceForAllWhosePlacesWereTaken() {
        String storage = meters.metric("weighted_sum");
        PlanCharge charge =
                charges.of(meters.version(meters.planOf(storage))).block().getFirst();
        Instant now = clock.instant();
        meters.tell(machine, List.of(Meters.event(first, storage, "stored", 2500, now.minus(Duration.ofDays(5)))));
        UUID second = moved();
        replace(first, second);
        UUID other = meters.subscription(users.signUp(), meters.planOf(storage), now.minus(Duration.ofDays(1)));
        Period later = new Period(
                0,
                now.plus(Duration.ofDays(1)),
                now.plus(Duration.ofDays(2)),
                ZoneOffset.UTC,
                new Interval(Interval.Unit.DAY, 1));
        AtomicInteger statements = new AtomicInteger();
        StoredLevels levels = new StoredLevels(sums, events, new Predecessors(counting(statements)));

        List<Usage> counted = levels.of(Stream.of(other, second, first, UUID.randomUUID())
                        .map(id -> new UsageQuestion(id, charge, later))
                        .toList())
                .block();

        assertThat(counted)
                .extracting(usage -> usage.quantity().intValueExact())
                .containsExactly(0, 2500, 2500, 0);
        assertThat(statements).hasValue(1);
    }

    private DatabaseClient counting(AtomicInteger statements) {
        return DatabaseClient.builder()
                .connectionFactory(db.getConnectionFactory())
                .executeFunction(statement -> {
                    statements.incrementAndGet();
                    return statement.execute();
                })
                .build();
    }

    private void replace(UUID id, UUID by) {
        db.sql("update subscriptions set replaced_by = :by where id = :id")
                .bind("id", id)
                .bind("by", by)
                .then()
                .block();
    }

    private UUID moved() {
        return moved(first);
    }

    private UUID moved(UUID from) {
        Instant now = clock.instant();
        UUID second = UUID.randomUUID();
        long rows = Mono.from(
                        db.sql("""
                                update subscriptions set status = 'canceled', ended_at = :now, updated_at = :now where id = :id
                                """).bind("id", from).bind("now", now).fetch().rowsUpdated())
                .then(db.sql("""
                                insert into subscriptions (id, user_id, plan_version_id, provider, status, started_at,
                                                           created_at, updated_at)
                                select :second, user_id, plan_version_id, provider, 'active', :now, :now, :now
                                from subscriptions where id = :id
                                """)
                        .bind("second", second)
                        .bind("id", from)
                        .bind("now", now)
                        .fetch()
                        .rowsUpdated())
                .as(tx::transactional)
                .block();
        assertThat(rows).isEqualTo(1);
        return second;
    }

    /** The change, as if it had been so much earlier. */
    private void longAgo(String interval) {
        db.sql("""
                        update subscriptions set updated_at = updated_at - interval '%1$s', ended_at = ended_at - interval '%1$s',
                            started_at = started_at - interval '%1$s' where user_id = :id
                        """.formatted(interval)).bind("id", user.id()).then().block();
    }

    private String tell(String name) {
        return meters.tell(machine, List.of(ofUser(name)))
                .getFirst()
                .path("status")
                .asString();
    }

    /** As Kafka has it: without a time of its own. */
    private ToldEvent silent(String name, Instant sentAt) {
        return new ToldEvent(json.valueToTree(ofUser(name)), sentAt);
    }

    private Map<String, Object> ofUser(String name) {
        Map<String, Object> event = new HashMap<>(Meters.event(first, metric, name, 1));
        event.remove("subscription_id");
        event.put("user_id", user.id().toString());
        return event;
    }

    private long events(UUID subscription) {
        return (long)
                meters.row("select count(*) as n from usage_events where subscription_id = '" + subscription + "'")
                        .get("n");
    }

    /** Transactions that take names and cannot go on. */
    private long waiting() {
        return (long) meters.row("""
                        select count(*) as n from pg_stat_activity where wait_event_type = 'Lock'
                          and datname = current_database() and query like '%insert into usage_keys%'
                        """).get("n");
    }
}
