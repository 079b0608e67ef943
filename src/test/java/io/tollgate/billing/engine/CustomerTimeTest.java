package io.tollgate.billing.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.AtOnce;
import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.engine.Subscribers.Answer;
import io.tollgate.billing.engine.Subscribers.Customer;
import io.tollgate.billing.engine.Subscribers.Sold;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** One customer is moved through time; everybody else stays where they are. */
@IntegrationTest
class CustomerTimeTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private io.tollgate.billing.usage.CustomerClock clocks;

    private Subscribers subscribers;
    private LocalDate january;

    @BeforeEach
    void setUp() {
        subscribers = new Subscribers(http, users, db);
        january = Subscribers.january31(MutableClock.shared().instant());
    }

    /** 31 January, 28 or 29 February, 31 March, 30 April, always at four in the morning where the customer lives. */
    @Test
    void keepsToTheLastDayAndToTheCustomersClockAcrossDaylightSaving() {
        ZoneId zone = ZoneId.of("America/Los_Angeles");
        TestUser user = subscribers.user(zone.getId());
        subscribers.travel(user, Subscribers.noon(january));
        Customer customer = subscribers.start(user, subscribers.plan(1900, "monthly", null));

        subscribers.travel(user, Subscribers.noon(january.plusDays(1).plusMonths(3)));

        assertThat(subscribers.invoices(customer))
                .extracting(invoice -> LocalDateTime.ofInstant(Subscribers.time(invoice.get("period_start")), zone))
                .containsExactlyElementsOf(IntStream.range(0, 4)
                        .mapToObj(month -> january.plusMonths(month).atTime(LocalTime.of(4, 0)))
                        .toList());
        assertThat(subscribers.invoices(customer))
                .extracting(invoice -> Subscribers.time(invoice.get("issued_at")))
                .isEqualTo(subscribers.invoices(customer).stream()
                        .map(invoice -> Subscribers.time(invoice.get("period_start")))
                        .toList());
    }

    @Test
    void showsTheInvoiceThatIsThenIssued() {
        TestUser user = subscribers.user("Asia/Tokyo");
        subscribers.travel(user, Subscribers.noon(january));
        Sold plan = subscribers.plan(1900, "monthly", "0.25");
        Customer customer = subscribers.start(user, plan);
        subscribers.travel(user, Subscribers.noon(january.plusDays(10)));
        subscribers.use(customer, plan, Subscribers.noon(january.plusDays(9)), 42);

        JsonNode shown = subscribers.get(user, "/billing/invoices/upcoming").body();
        subscribers.travel(user, Subscribers.noon(january.plusDays(32)));
        Map<String, Object> issued = subscribers.invoices(customer).getLast();

        assertThat(shown.path("status").asString()).isEqualTo("draft");
        assertThat(shown.path("amount_due").asLong())
                .isEqualTo(issued.get("amount_due"))
                .isEqualTo(2950L);
        assertThat(shown.path("lines")
                        .valueStream()
                        .map(line -> line.path("description").asString() + line.path("amount")))
                .isEqualTo(subscribers.lines(issued).stream()
                        .map(line -> "" + line.get("description") + line.get("amount"))
                        .toList());
    }

    @Test
    void billsLateUsageWithTheNextInvoiceAndAfterTheEnd() {
        TestUser user = subscribers.user("UTC");
        subscribers.travel(user, Subscribers.noon(january));
        Sold plan = subscribers.plan(0, "monthly", "0.10");
        Customer customer = subscribers.start(user, plan);
        subscribers.travel(user, Subscribers.noon(january.plusDays(20)));
        subscribers.use(customer, plan, Subscribers.noon(january.plusDays(1)), 90);
        subscribers.travel(user, Subscribers.noon(january.plusDays(30)));
        subscribers.use(customer, plan, Subscribers.noon(january.plusDays(2)), 20);
        subscribers.travel(user, Subscribers.noon(january.plusDays(60)));

        assertThat(subscribers.lines(subscribers.invoices(customer).getLast()))
                .extracting(line -> line.get("kind") + " " + line.get("amount"))
                .containsExactly("late 200");
        subscribers.admin("/admin/subscriptions/" + customer.subscription() + "/cancel", Map.of());
        subscribers.use(customer, plan, Subscribers.noon(january.plusDays(59)), 7);
        subscribers.travel(user, Subscribers.noon(january.plusDays(100)));

        assertThat(subscribers.invoices(customer).getLast())
                .containsEntry("kind", "late")
                .containsEntry("total", 70L);
    }

    @Test
    void beginsWithTheTrialAndAsksForMoneyWhenItEnds() {
        TestUser user = subscribers.user("UTC");
        subscribers.travel(user, Subscribers.noon(january));
        Customer customer = subscribers.start(user, subscribers.plan(1900, "monthly", "0.10", 14, "cancel"));
        assertThat(subscribers.row(customer)).containsEntry("status", "trialing");
        assertThat(subscribers.invoices(customer)).isEmpty();

        subscribers.travel(user, Subscribers.noon(january.plusDays(14)));

        assertThat(subscribers.row(customer)).containsEntry("status", "active");
        assertThat(subscribers.invoices(customer))
                .extracting(invoice -> invoice.get("total"))
                .containsExactly(1900L);
    }

    @Test
    void goesNeitherBackNorForEver() {
        TestUser user = subscribers.user("UTC");
        subscribers.travel(user, Subscribers.noon(january));
        List<Answer> refused = List.of(
                subscribers.tryTravel(user, Subscribers.noon(january.minusDays(1))),
                subscribers.tryTravel(user, Subscribers.noon(january.plusYears(3))));

        assertThat(refused).extracting(Answer::code).containsOnly("validation_failed");
    }

    /** For everybody else the paid time is still to come. */
    @Test
    void closesWhatIsPaidForWhenTheCustomersOwnTimeIsOver() {
        TestUser user = subscribers.user("UTC");
        subscribers.travel(user, Subscribers.noon(january));
        Customer customer = subscribers.start(user, subscribers.plan(1900, "monthly", null));
        assertThat(subscribers.act(customer, "cancel").status()).isEqualTo(200);
        assertThat(subscribers
                        .get(user, "/billing/entitlements/me")
                        .body()
                        .at("/subscription/id")
                        .asString(""))
                .isEqualTo(customer.subscription().toString());
        assertThat(subscribers.get(user, "/billing/usage/me").status()).isEqualTo(200);

        subscribers.travel(user, Subscribers.noon(january.plusDays(40)));

        assertThat(subscribers.row(customer)).containsEntry("status", "canceled");
        assertThat(subscribers
                        .get(user, "/billing/entitlements/me")
                        .body()
                        .path("subscription")
                        .isObject())
                .isFalse();
        assertThat(subscribers.get(user, "/billing/usage/me").code()).isEqualTo("subscription_not_found");
    }

    @Test
    void isMovedByOneAtATime() {
        TestUser user = subscribers.user("UTC");
        subscribers.travel(user, Subscribers.noon(january));
        Customer customer = subscribers.start(user, subscribers.plan(1900, "monthly", null));

        List<Answer> answers = AtOnce.times(
                4,
                n -> subscribers.tryTravel(
                        user, Subscribers.noon(january.plusMonths(3).plusDays(n))));

        assertThat(answers)
                .filteredOn(answer -> answer.status() != 200)
                .extracting(Answer::code)
                .isSubsetOf("test_clock_moving", "validation_failed");
        assertThat(subscribers.invoices(customer))
                .extracting(invoice -> invoice.get("period_start"))
                .doesNotHaveDuplicates()
                .hasSize(4);
        assertThat(moved(user, "now()").code()).isEqualTo("test_clock_moving");
        assertThat(moved(user, "timestamptz '2000-01-01'").status()).isEqualTo(200);
    }

    private Answer moved(TestUser user, String lastMove) {
        subscribers.run(
                "update customer_clocks set mover = user_id, updated_at = greatest(%s, timestamptz '%s') where user_id = '%s'"
                        .formatted(
                                lastMove,
                                lastMove.equals("now()") ? MutableClock.shared().instant() : "2000-01-01",
                                user.id()));
        return subscribers.tryTravel(user, Subscribers.noon(january.plusMonths(4)));
    }

    @Test
    void tellsTheTimeOfAsManyAsAreAskedAbout() {
        TestUser user = subscribers.user("UTC");
        subscribers.travel(user, Subscribers.noon(january));
        Sold plan = subscribers.plan(1900, "monthly", null);
        List<UUID> many = subscribers.query("""
                        insert into subscriptions (id, user_id, plan_version_id, provider, status, started_at, created_at, updated_at)
                        select gen_random_uuid(), '%s', '%s', 'manual', 'canceled', now(), now(), now()
                        from generate_series(1, 300) returning id
                        """.formatted(user.id(), plan.versionId())).stream()
                .map(row -> (UUID) row.get("id"))
                .toList();

        Map<UUID, Instant> times = clocks.now(many).block();

        assertThat(times).hasSize(300).containsValue(Subscribers.noon(january));
        assertThat(clocks.now(List.of(UUID.randomUUID())).block()).isEmpty();
    }
}
