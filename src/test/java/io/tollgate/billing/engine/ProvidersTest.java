package io.tollgate.billing.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestPaymob;
import io.tollgate.TestStripe;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.engine.Subscribers.Customer;
import io.tollgate.billing.engine.Subscribers.Sold;
import io.tollgate.billing.subscription.Customers;
import io.tollgate.fakepaymob.Callback;
import io.tollgate.fakepaymob.FakePaymob;
import io.tollgate.stripeemulator.Controls;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/** The same life of a subscription, whoever collects for it. */
@IntegrationTest
class ProvidersTest {

    private static final Duration DAY = Duration.ofDays(1);

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private Customers customers;

    @Autowired
    private InvoiceChunk chunk;

    private final Controls stripe = TestStripe.controls();
    private final FakePaymob paymob = TestPaymob.paymob();
    private Subscribers subscribers;
    private String provider;
    private Customer customer;

    /** Stripe's. */
    private String payer;

    @BeforeEach
    void setUp() {
        subscribers = new Subscribers(http, users, db);
        leaveTheEndOfTheMonth(MutableClock.shared());
    }

    /** To a day that every month has: from one to the same of the next is a period. */
    private static void leaveTheEndOfTheMonth(MutableClock clock) {
        int day = clock.instant().atZone(ZoneOffset.UTC).getDayOfMonth();
        if (day > 27) {
            clock.advance(DAY.multipliedBy(32 - day));
        }
    }

    /**
     * Begun by an administrator and paid, renewed by the run and paid, renewed again and not paid: closed 14 days after that was owed,
     * and ended after 21. A transfer is owed when it is due, everything else at once.
     *
     * @param currency as Paymob's account has it
     * @param failed how it stands once it was tried to collect in vain, which nobody does with a transfer
     */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"manual, USD, active, 14", "paymob, EGP, past_due, 0", "stripe, USD, past_due, 0"})
    void runsFromItsStartToItsEndForWantOfPayment(String collector, String currency, String failed, int terms) {
        begin(collector, currency);
        pay(invoice(1));
        assertThat(status()).isEqualTo("active");

        renewByTheRun();
        pay(invoice(2));
        assertThat(status()).isEqualTo("active");

        stripe.cardDeclines(payer, true);
        Instant renewal = Subscribers.time(subscribers.row(customer).get("current_period_end"));
        travel(renewal.plus(DAY).plusSeconds(90));
        Map<String, Object> unpaid = invoice(3);
        assertThat(Subscribers.time(unpaid.get("period_start"))).isEqualTo(renewal);
        assertThat(status()).isEqualTo(failed);
        Instant owed = Subscribers.time(unpaid.get("issued_at")).plus(DAY.multipliedBy(terms));
        travel(owed.plus(DAY.multipliedBy(14)).minusSeconds(1));
        assertThat(status()).isEqualTo(failed);
        travel(owed.plus(DAY.multipliedBy(14)));
        assertThat(status()).isEqualTo("unpaid");
        travel(owed.plus(DAY.multipliedBy(21)).minusSeconds(1));
        assertThat(status()).isEqualTo("unpaid");
        travel(owed.plus(DAY.multipliedBy(21)));

        assertThat(subscribers.row(customer))
                .containsEntry("status", "canceled")
                .containsEntry("provider", provider);
        assertThat(subscribers.invoices(customer))
                .extracting(invoice -> invoice.get("provider") + " " + invoice.get("currency") + " "
                        + invoice.get("total") + " " + invoice.get("status"))
                .startsWith(
                        provider + " " + currency + " 190000 paid",
                        provider + " " + currency + " 190000 paid",
                        provider + " " + currency + " 190000 open");
        assertThat(subscribers.invoices(customer))
                .extracting(invoice -> invoice.get("status"))
                .containsOnlyOnce("open");
        assertThat(stripe.charges(payer)).isEqualTo(provider.equals("stripe") ? 2 : 0);
        assertThat(booked()).containsExactly(provider + " 190000", provider + " 190000");
        assertThat(faults()).isEmpty();
    }

    private void begin(String collector, String currency) {
        provider = collector;
        TestUser user = users.signUp();
        payer = customers.ensure(user.user()).block();
        String _ = stripe.saveCard(payer);
        Sold plan = subscribers.plan(190_000, "monthly", null);
        subscribers.run(
                "update plan_versions set currency = '%s' where id = '%s'".formatted(currency, plan.versionId()));
        Subscribers.Answer started = subscribers.tryStart(user, plan, collector);
        assertThat(started.status()).isEqualTo(201);
        customer = new Customer(user, UUID.fromString(started.body().path("id").asString()));
    }

    /** It began a month ago, and the time in which late usage is waited for is over; from then on its time is its own, and what is to be collected is at once. */
    private void renewByTheRun() {
        subscribers.longAgo(customer, "1 month");
        subscribers.run(
                "update engine_subscriptions set next_run_at = next_run_at - interval '2 days' where subscription_id = '%s'"
                        .formatted(customer.subscription()));
        Awaiting.until("it is renewed", () -> {
            int _ = chunk.next().block();
            return subscribers.invoices(customer).size() == 2;
        });
        travel(MutableClock.shared().instant().plusSeconds(1));
    }

    private void pay(Map<String, Object> invoice) {
        switch (provider) {
            case "manual" -> transfer(invoice);
            case "paymob" -> payOnThePage(invoice);
            default -> {
                // The saved card is charged without anybody's doing.
            }
        }
        Awaiting.until(
                "it is paid",
                () -> subscribers.invoices(customer).stream()
                        .anyMatch(found -> found.get("id").equals(invoice.get("id"))
                                && found.get("status").equals("paid")));
    }

    private void transfer(Map<String, Object> invoice) {
        String path = "/admin/invoices/" + invoice.get("id") + "/mark-paid";
        assertThat(subscribers
                        .admin(path, Map.of("reference", "transfer " + invoice.get("id")))
                        .status())
                .isEqualTo(200);
    }

    private void payOnThePage(Map<String, Object> invoice) {
        Awaiting.until(
                "the page",
                () -> !subscribers
                        .query("select 1 from collection_attempts where invoice_id = '%s' and status = 'waiting'"
                                .formatted(invoice.get("id")))
                        .isEmpty());
        Subscribers.Answer page = subscribers.send(
                customer.user(), HttpMethod.POST, "/billing/invoices/" + invoice.get("id") + "/pay", null);
        assertThat(page.body().path("payment_url").asString()).startsWith(paymob.baseUrl());
        Callback paid = paymob.pay("collect:" + invoice.get("id") + ":1");
        http.post()
                .uri("/billing/paymob/webhook?hmac=" + paid.hmac())
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(paid.body())
                .exchange()
                .expectStatus()
                .isOk();
    }

    private void travel(Instant to) {
        subscribers.travel(customer.user(), to);
    }

    private String status() {
        return (String) subscribers.row(customer).get("status");
    }

    private Map<String, Object> invoice(int number) {
        return subscribers.invoices(customer).get(number - 1);
    }

    private List<String> booked() {
        return subscribers.query("""
                        select p.provider, p.amount from invoice_payments p join invoices i on i.id = p.invoice_id
                        where i.subscription_id = '%s' order by i.sequence""".formatted(customer.subscription())).stream()
                .map(row -> row.get("provider") + " " + row.get("amount"))
                .toList();
    }

    private List<Map<String, Object>> faults() {
        return subscribers.query("""
                select * from ledger_faults where id in (select id::text from invoices where user_id = '%1$s')
                   or id = '%1$s'""".formatted(customer.user().id()));
    }
}
