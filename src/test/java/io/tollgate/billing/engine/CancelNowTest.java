package io.tollgate.billing.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestStripe;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.engine.Subscribers.Answer;
import io.tollgate.billing.engine.Subscribers.Customer;
import io.tollgate.billing.subscription.Customers;
import io.tollgate.stripeemulator.Controls;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/** An administrator ends what is paid for with a card, with 21 of March's 31 days to come: 21.00 of 31.00. */
@IntegrationTest
class CancelNowTest {

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
    private Customer customer;
    private Map<String, Object> invoice;

    @BeforeEach
    void pay() {
        subscribers = new Subscribers(http, users, db);
        LocalDate first = Subscribers.january31(MutableClock.shared().instant())
                .plusDays(1)
                .plusMonths(1)
                .withDayOfMonth(1);
        TestUser user = users.signUp();
        String _ = stripe.saveCard(customers.ensure(user.user()).block());
        subscribers.travel(user, Subscribers.noon(first));
        Answer started = subscribers.tryStart(user, subscribers.plan(3100, "monthly", null), "stripe");
        customer = new Customer(user, UUID.fromString(started.body().path("id").asString()));
        subscribers.travel(user, Subscribers.noon(first.plusDays(10)));
        invoice = subscribers.invoices(customer).getFirst();
        assertThat(invoice).containsEntry("status", "paid").containsEntry("amount_paid", 3100L);
    }

    @Test
    void givesTheRestBackAsMoney() {
        cancel(Map.of("refund", true));

        assertThat(notes()).containsExactly("net 2100, refund 2100, balance 0, offset 0");
        Awaiting.until(
                "it has gone back",
                () -> subscribers
                                .query(
                                        "select 1 from credit_notes where invoice_id = '%s' and refund_status = 'succeeded'"
                                                .formatted(invoice.get("id")))
                                .size()
                        == 1);
        assertThat(refundedAtStripe()).containsExactly("2100");
        assertThat(subscribers.query(
                        "select r.amount_cents, r.status from refunds r join payments p on p.id = r.payment_id"
                                + " where p.user_id = '%s'"
                                        .formatted(customer.user().id())))
                .containsExactly(Map.of("amount_cents", 2100L, "status", "succeeded"));
        assertThat(credit()).isZero();
        assertThat(faults()).isEmpty();
    }

    @Test
    void givesTheRestBackAsCreditWhereNothingElseIsSaid() {
        cancel(Map.of());

        assertThat(notes()).containsExactly("net 2100, refund 0, balance 2100, offset 0");
        assertThat(credit()).isEqualTo(2100);
        assertThat(refundedAtStripe()).isEmpty();
        assertThat(faults()).isEmpty();
    }

    @Test
    void givesNothingBackWhereNoCreditIsWanted() {
        cancel(Map.of("credit", false));

        assertThat(notes()).isEmpty();
        assertThat(credit()).isZero();
        assertThat(subscribers.invoices(customer)).hasSize(1);
        assertThat(refundedAtStripe()).isEmpty();
        assertThat(faults()).isEmpty();
    }

    private void cancel(Map<String, ?> how) {
        Answer ended = subscribers.admin("/admin/subscriptions/" + customer.subscription() + "/cancel", how);
        assertThat(ended.status()).isEqualTo(200);
        assertThat(subscribers.row(customer)).containsEntry("status", "canceled");
    }

    private List<String> notes() {
        return subscribers
                .query("select * from credit_notes where invoice_id = '%s'".formatted(invoice.get("id")))
                .stream()
                .map(note -> "net %s, refund %s, balance %s, offset %s"
                        .formatted(
                                note.get("net"),
                                note.get("refund_amount"),
                                note.get("balance_amount"),
                                note.get("offset_amount")))
                .toList();
    }

    /** Of this payment, in cents. */
    private List<String> refundedAtStripe() {
        String intent = (String) subscribers
                .query("select provider_payment_id from invoice_payments where invoice_id = '%s'"
                        .formatted(invoice.get("id")))
                .getFirst()
                .get("provider_payment_id");
        return stripe.requests("POST", "/v1/refunds").stream()
                .filter(request -> intent.equals(request.params().get("payment_intent")))
                .map(request -> String.valueOf(request.params().get("amount")))
                .toList();
    }

    private long credit() {
        return (long) subscribers
                .query("select credit from billing_accounts where user_id = '%s'"
                        .formatted(customer.user().id()))
                .getFirst()
                .get("credit");
    }

    private List<Map<String, Object>> faults() {
        return subscribers.query("""
                select * from ledger_faults where id in (select id::text from invoices where user_id = '%1$s')
                   or id = '%1$s'""".formatted(customer.user().id()));
    }
}
