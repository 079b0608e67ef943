package io.tollgate.billing.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.engine.Subscribers.Answer;
import io.tollgate.billing.engine.Subscribers.Customer;
import io.tollgate.billing.engine.Subscribers.Sold;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** What plans and administrators may choose, from the request to the rows. */
@IntegrationTest
class BillingChoicesTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    private Subscribers subscribers;
    private LocalDate first;

    @BeforeEach
    void setUp() {
        subscribers = new Subscribers(http, users, db);
        // A month of 31 days: 1 March.
        first = Subscribers.january31(MutableClock.shared().instant())
                .plusDays(1)
                .plusMonths(1)
                .withDayOfMonth(1);
    }

    /** first-lago-doc-aug10 in March: 22 of 31 days of 50.00, and all of it from the first of April on. */
    @Test
    void billsOnTheFirstOfTheMonth() {
        Sold plan = subscribers.with(subscribers.plan(5000, "monthly", null), "billing_anchor = 'calendar'");
        TestUser user = subscribers.user("UTC");
        subscribers.travel(user, Subscribers.noon(first.plusDays(9)));

        Customer customer = subscribers.start(user, plan);
        subscribers.travel(user, Subscribers.noon(first.plusMonths(1)));

        assertThat(subscribers.invoices(customer))
                .extracting(invoice -> invoice.get("total"))
                .containsExactly(3548L, 5000L);
        assertThat(Subscribers.time(subscribers.row(customer).get("next_run_at")))
                .isEqualTo(midnight(first.plusMonths(2)));
    }

    /** chg-fp-downgrade: 100 to 30 on 15 March is 54.84 back by a note on the old invoice and 16.45 for the new plan: −38.39. */
    @Test
    void downgradesNowWithACreditNoteAsThePreviewSaid() {
        Sold large = subscribers.with(subscribers.plan(10_000, "monthly", null), "downgrade = 'now'");
        Sold small = subscribers.plan(3000, "monthly", null);
        Customer customer = onFirst(large);
        subscribers.admin(
                "/admin/invoices/" + subscribers.invoices(customer).getFirst().get("id") + "/mark-paid",
                Map.of("reference", "cash"));
        subscribers.travel(customer.user(), Subscribers.noon(first.plusDays(14)));

        Answer preview = subscribers.send(
                customer.user(),
                HttpMethod.POST,
                "/billing/subscriptions/change/preview",
                Map.of("plan_code", small.code()));
        Answer changed = subscribers.change(customer, small);

        assertThat(changed.body().path("status").asString()).isEqualTo("changed");
        List<Map<String, Object>> invoices = subscribers.invoices(customer);
        assertThat(subscribers.query("select net from credit_notes where invoice_id = '%s'"
                        .formatted(invoices.getFirst().get("id"))))
                .extracting(note -> note.get("net"))
                .containsExactly(5484L);
        assertThat(invoices.getLast()).containsEntry("kind", "change").containsEntry("total", 1645L);
        assertThat(preview.body()
                        .path("lines")
                        .valueStream()
                        .map(line -> line.path("amount_cents").asLong()))
                .containsExactly(-5484L, 1645L);
        assertThat(preview.body().path("due_now_cents").asLong())
                .isEqualTo(invoices.getLast().get("amount_due"));
        assertThat(subscribers.query("select * from ledger_faults where id = '%s'"
                        .formatted(customer.user().id())))
                .isEmpty();
    }

    /** The rest from the 11th on, 21 of 31 days of 31.00, comes off what is still owed when the day has come. */
    @Test
    void endsOnTheDateThatAnAdministratorSays() {
        Customer customer = onFirst(subscribers.plan(3100, "monthly", null));
        Instant date = Subscribers.noon(first.plusDays(10));

        Answer planned = cancelAt(customer, date);

        assertThat(planned.body().path("status").asString()).isEqualTo("active");
        JsonNode upcoming = subscribers
                .get(customer.user(), "/billing/subscriptions/me")
                .body()
                .path("upcoming");
        assertThat(upcoming.path("kind").asString()).isEqualTo("cancel");
        assertThat(Instant.parse(upcoming.path("at").asString())).isEqualTo(date);
        assertThat(subscribers.act(customer, "pause").code()).isEqualTo("subscription_ending");
        assertThat(subscribers.act(customer, "resume").status()).isEqualTo(200);
        assertThat(subscribers.act(customer, "resume").code()).isEqualTo("nothing_to_resume");
        cancelAt(customer, date);
        subscribers.travel(customer.user(), Subscribers.noon(first.plusDays(20)));

        assertThat(subscribers.row(customer)).containsEntry("status", "canceled");
        assertThat(Subscribers.time(subscribers.row(customer).get("ended_at"))).isEqualTo(date);
        assertThat(subscribers.invoices(customer)).hasSize(1);
        assertThat(subscribers.invoices(customer).getFirst()).containsEntry("amount_credited", 2100L);
    }

    /** In a later period: that is billed first. What an administrator let off meanwhile is not given back again. */
    @Test
    void endsOnADateInALaterPeriod() {
        Customer customer = onFirst(subscribers.plan(3000, "monthly", null));
        cancelAt(customer, Subscribers.noon(first.plusMonths(1).plusDays(15)));
        subscribers.travel(customer.user(), Subscribers.noon(first.plusMonths(1).plusDays(1)));
        Map<String, Object> second = subscribers.invoices(customer).getLast();
        subscribers.admin("/admin/invoices/" + second.get("id") + "/void", Map.of());
        subscribers.travel(customer.user(), Subscribers.noon(first.plusMonths(3)));

        assertThat(subscribers.row(customer)).containsEntry("status", "canceled");
        assertThat(subscribers.invoices(customer))
                .extracting(invoice -> invoice.get("total"))
                .containsExactly(3000L, 3000L);
        assertThat(subscribers.query("select * from balance_entries where user_id = '%s'"
                        .formatted(customer.user().id())))
                .isEmpty();
    }

    @Test
    void refusesDatesThatAreNone() {
        Customer customer = onFirst(subscribers.plan(3000, "monthly", null));

        assertThat(cancelAt(customer, Subscribers.noon(first)).status()).isEqualTo(422);
        assertThat(subscribers
                        .admin(
                                "/admin/subscriptions/" + customer.subscription() + "/cancel",
                                Map.of("at", Subscribers.noon(first.plusDays(3)).toString(), "at_period_end", true))
                        .status())
                .isEqualTo(422);
    }

    private Answer cancelAt(Customer customer, Instant date) {
        return subscribers.admin(
                "/admin/subscriptions/" + customer.subscription() + "/cancel", Map.of("at", date.toString()));
    }

    private static Instant midnight(LocalDate day) {
        return day.atTime(LocalTime.MIDNIGHT).toInstant(ZoneOffset.UTC);
    }

    private Customer onFirst(Sold plan) {
        TestUser user = subscribers.user("UTC");
        subscribers.travel(user, Subscribers.noon(first));
        return subscribers.start(user, plan);
    }
}
