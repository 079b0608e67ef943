package io.tollgate.billing.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestStripe;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.engine.Subscribers.Answer;
import io.tollgate.billing.engine.Subscribers.Customer;
import io.tollgate.billing.subscription.Customers;
import io.tollgate.stripeemulator.Controls;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What comes after a trial, by the card that there is or is not: Stripe collects, and the engine runs. */
@IntegrationTest
class TrialEndTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private Customers customers;

    private final Controls stripe = TestStripe.controls();
    private Subscribers subscribers;
    private TestUser user;
    private String payer;
    private Instant end;

    @BeforeEach
    void setUp() {
        subscribers = new Subscribers(http, users, db);
        user = users.signUp();
        payer = customers.ensure(user.user()).block();
        Instant start =
                Subscribers.noon(Subscribers.january31(MutableClock.shared().instant()));
        subscribers.travel(user, start);
        end = start.plus(Duration.ofDays(14));
    }

    @Test
    void chargesTheSavedCard() {
        String _ = stripe.saveCard(payer);
        Customer customer = trial("pause");
        subscribers.travel(user, end.minusSeconds(1));
        assertThat(subscribers.row(customer)).containsEntry("status", "trialing");
        assertThat(stripe.charges(payer)).isZero();

        subscribers.travel(user, end);

        assertThat(subscribers.row(customer)).containsEntry("status", "active");
        assertThat(invoices(customer)).containsExactly("1900 paid");
        assertThat(stripe.charges(payer)).isEqualTo(1);
    }

    /** There is a card, so it begins whatever the plan does without one. */
    @Test
    void isPastDueWhereTheCardIsDeclined() {
        String _ = stripe.saveCard(payer);
        stripe.cardDeclines(payer, true);
        Customer customer = trial("cancel");

        subscribers.travel(user, end);

        assertThat(subscribers.row(customer)).containsEntry("status", "past_due");
        assertThat(invoices(customer)).containsExactly("1900 open");
        assertThat(stripe.charges(payer)).isZero();
        stripe.cardDeclines(payer, false);
        subscribers.travel(user, end.plus(Duration.ofDays(1)));
        assertThat(subscribers.row(customer)).containsEntry("status", "active");
        assertThat(invoices(customer)).containsExactly("1900 paid");
    }

    @Test
    void pausesWithoutACardAndBeginsWhenItIsResumed() {
        Customer customer = trial("pause");

        subscribers.travel(user, end);

        assertThat(subscribers.row(customer)).containsEntry("status", "paused").containsEntry("next_run_at", null);
        subscribers.travel(user, end.plus(Duration.ofDays(40)));
        assertThat(subscribers.row(customer)).containsEntry("status", "paused");
        assertThat(invoices(customer)).isEmpty();

        String _ = stripe.saveCard(payer);
        Answer resumed = subscribers.act(customer, "resume");
        assertThat(resumed.status()).isEqualTo(200);
        Instant begin = end.plus(Duration.ofDays(40));
        subscribers.travel(user, begin.plusSeconds(1));

        assertThat(subscribers.row(customer)).containsEntry("status", "active");
        assertThat(invoices(customer)).containsExactly("1900 paid");
        assertThat(Subscribers.time(subscribers.invoices(customer).getFirst().get("period_start")))
                .isEqualTo(begin);
        assertThat(stripe.charges(payer)).isEqualTo(1);
    }

    @Test
    void endsWithoutACardWhereThePlanSaysSo() {
        Customer customer = trial("cancel");

        subscribers.travel(user, end);

        assertThat(subscribers.row(customer)).containsEntry("status", "canceled");
        assertThat(invoices(customer)).isEmpty();
    }

    /** There is a page to pay on; nothing has failed yet. */
    @Test
    void asksForMoneyWithoutACardWhereThePlanSaysSo() {
        Customer customer = trial("create_invoice");

        subscribers.travel(user, end);

        assertThat(subscribers.row(customer)).containsEntry("status", "active");
        assertThat(invoices(customer)).containsExactly("1900 open");
        assertThat(subscribers.query("select a.status from collection_attempts a join invoices i on i.id = a.invoice_id"
                        + " where i.subscription_id = '%s'".formatted(customer.subscription())))
                .extracting(attempt -> attempt.get("status"))
                .containsExactly("waiting");
    }

    private Customer trial(String withoutCard) {
        Answer started = subscribers.tryStart(user, subscribers.plan(1900, "monthly", null, 14, withoutCard), "stripe");
        assertThat(started.status()).isEqualTo(201);
        Customer customer =
                new Customer(user, UUID.fromString(started.body().path("id").asString()));
        assertThat(subscribers.row(customer)).containsEntry("status", "trialing");
        assertThat(invoices(customer)).isEmpty();
        return customer;
    }

    private List<String> invoices(Customer customer) {
        return subscribers.invoices(customer).stream()
                .map(invoice -> invoice.get("total") + " " + invoice.get("status"))
                .toList();
    }
}
