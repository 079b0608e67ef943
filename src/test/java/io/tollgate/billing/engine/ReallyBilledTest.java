package io.tollgate.billing.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.engine.Subscribers.Answer;
import io.tollgate.billing.engine.Subscribers.Customer;
import io.tollgate.billing.engine.Subscribers.Sold;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Nothing is given back that was not really billed, or was given back before. */
@IntegrationTest
class ReallyBilledTest {

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

    @ParameterizedTest
    @ValueSource(strings = {"void", "uncollectible", "credit-notes"})
    void creditsNothingInAChangeOfAPlanWhoseInvoiceIsNotOwed(String how) {
        Customer customer = onFirst(subscribers.plan(10_000, "monthly", null));
        Sold large = subscribers.plan(20_000, "monthly", null);
        assertThat(drop(subscribers.invoices(customer).getFirst(), how).status())
                .isBetween(200, 201);

        Answer preview = preview(customer, large);
        assertThat(subscribers.change(customer, large).status()).isEqualTo(200);

        Map<String, Object> invoice = subscribers.invoices(customer).getLast();
        assertThat(invoice).containsEntry("kind", "change").containsEntry("total", 20_000L);
        assertThat(subscribers.lines(invoice))
                .extracting(line -> line.get("kind") + " " + line.get("amount"))
                .containsExactly("base 20000");
        assertThat(preview.body().path("due_now_cents").asLong()).isEqualTo(20_000);
        balances(customer);
    }

    @Test
    void creditsNothingOfWhatThePayersBankHasTakenBack() {
        Customer customer = onFirst(subscribers.plan(10_000, "monthly", null));
        Object id = subscribers.invoices(customer).getFirst().get("id");
        subscribers.admin("/admin/invoices/" + id + "/mark-paid", Map.of("reference", "transfer " + id));
        subscribers.run("""
                insert into invoice_returns (id, invoice_id, provider, provider_payment_id, cause, reference, amount, of_excess,
                    from_credit, credited, written_off, returned_at)
                select gen_random_uuid(), invoice_id, provider, provider_payment_id, 'dispute', 'dispute %1$s', amount, 0, 0, 0,
                    amount, now()
                from invoice_payments where invoice_id = '%1$s'
                """.formatted(id));

        subscribers.change(customer, subscribers.plan(20_000, "monthly", null));

        assertThat(subscribers.lines(subscribers.invoices(customer).getLast()))
                .extracting(line -> line.get("amount"))
                .containsExactly(20_000L);
    }

    /** Half of the price was let off, so half of 21 of 31 days of 31.00 is what comes back. */
    @Test
    void creditsTheRestOfWhatANoteHasLeft() {
        Customer customer = onFirst(subscribers.plan(3100, "monthly", null));
        credit(subscribers.invoices(customer).getFirst(), null, 1550);
        subscribers.travel(customer.user(), Subscribers.noon(first.plusDays(10)));

        subscribers.change(customer, subscribers.plan(6200, "monthly", null));

        assertThat(subscribers.lines(subscribers.invoices(customer).getLast()))
                .extracting(line -> line.get("amount"))
                .containsExactly(-1050L, 4200L);
    }

    @Test
    void pausesWithoutCreditForWhatAGoodwillNoteGaveBack() {
        Customer customer = onFirst(subscribers.plan(10_000, "monthly", null));
        credit(subscribers.invoices(customer).getFirst(), null, 10_000);
        subscribers.travel(customer.user(), Subscribers.noon(first.plusDays(15)));

        assertThat(subscribers.act(customer, "pause").status()).isEqualTo(200);

        assertThat(notes(customer)).extracting(note -> note.get("net")).containsExactly(10_000L);
        assertThat(subscribers.invoices(customer)).hasSize(1);
        assertThat(balance(customer)).isZero();
        balances(customer);
    }

    /** The invoice asks for usage as well; what is given back is of the base fee. */
    @Test
    void creditsTheLineOfTheBaseFeeAndNoUsage() {
        Sold plan = subscribers.plan(3000, "monthly", "0.10");
        Customer customer = onFirst(plan);
        subscribers.travel(customer.user(), Subscribers.noon(first.plusDays(3)));
        subscribers.use(customer, plan, Subscribers.noon(first.plusDays(2)), 500);
        subscribers.travel(customer.user(), Subscribers.noon(first.plusMonths(1)));
        Map<String, Object> second = subscribers.invoices(customer).getLast();
        assertThat(subscribers.lines(second))
                .extracting(line -> line.get("amount"))
                .containsExactly(3000L, 5000L);
        credit(second, 1, 2000);
        subscribers.travel(customer.user(), Subscribers.noon(first.plusMonths(1).plusDays(15)));

        assertThat(subscribers
                        .admin("/admin/subscriptions/" + customer.subscription() + "/cancel", Map.of())
                        .status())
                .isEqualTo(200);

        assertThat(notes(customer))
                .extracting(note -> note.get("line") + " " + note.get("net"))
                .containsExactly("1 2000", "1 500");
        balances(customer);
    }

    /** The change's invoice took 5.48 off itself: 10.97 less that is credited there, and the 5.48 with the next invoice. */
    @Test
    void givesBackWithALineWhatTheInvoiceItselfTookOff() {
        Customer customer = onFirst(subscribers.plan(1000, "monthly", null));
        subscribers.travel(customer.user(), Subscribers.noon(first.plusDays(14)));
        subscribers.change(customer, subscribers.plan(2000, "monthly", null));

        subscribers.admin("/admin/subscriptions/" + customer.subscription() + "/cancel", Map.of());

        assertThat(notes(customer)).extracting(note -> note.get("net")).containsExactly(549L);
        assertThat(subscribers.lines(subscribers.invoices(customer).getLast()))
                .extracting(line -> line.get("kind") + " " + line.get("amount"))
                .containsExactly("proration -548");
        balances(customer);
    }

    /**
     * The boundary has passed and nothing has run it: 31.00 at half price, of which the coupon's first use was for the first month
     * and its second is for this one. From the 11th day on that is 21 of 31 days of 15.50 for 21 of 31 of 62.00.
     */
    @Test
    void previewsAfterABoundaryThatNobodyHasRunWhatTheChangeThenCosts() {
        TestUser user = subscribers.user("UTC");
        subscribers.travel(user, Subscribers.noon(first.plusDays(10)));
        coupon(user);
        Customer customer = subscribers.start(user, subscribers.plan(3100, "monthly", null));
        Sold large = subscribers.plan(6200, "monthly", null);
        subscribers.longAgo(customer, "1 month 10 days");

        Answer preview = preview(customer, large);
        assertThat(subscribers.invoices(customer)).hasSize(1);
        assertThat(subscribers.change(customer, large).status()).isEqualTo(200);

        List<Map<String, Object>> invoices = subscribers.invoices(customer);
        assertThat(invoices).hasSize(3);
        assertThat(invoices.get(1)).containsEntry("discount", 1550L);
        assertThat(subscribers.lines(invoices.getLast()))
                .extracting(line -> line.get("amount"))
                .containsExactly(-1050L, 4200L);
        assertThat(preview.body()
                        .path("lines")
                        .valueStream()
                        .map(line -> line.path("amount_cents").asLong()))
                .containsExactly(-1050L, 4200L);
        assertThat(preview.body().path("due_now_cents").asLong())
                .isEqualTo(invoices.getLast().get("amount_due"));
    }

    @Test
    void previewsNothingThatTheChangeThenRefuses() {
        Customer customer = onFirst(subscribers.plan(3100, "monthly", null));
        subscribers.run(
                "update engine_subscriptions set parked_at = now(), parked_reason = 'x' where subscription_id = '%s'"
                        .formatted(customer.subscription()));
        Sold large = subscribers.plan(6200, "monthly", null);

        assertThat(preview(customer, large).code()).isEqualTo("subscription_parked");
        assertThat(subscribers.change(customer, large).code()).isEqualTo("subscription_parked");
    }

    /** From 1,200.00 a year, which nobody has paid, to 101.00 a month, which is more. */
    @Test
    void leavesNoCreditForAYearThatWasNotPaid() {
        Customer customer = onFirst(subscribers.plan(120_000, "yearly", null));
        Sold dearer = subscribers.plan(10_100, "monthly", null);

        Answer preview = preview(customer, dearer);
        assertThat(subscribers.change(customer, dearer).status()).isEqualTo(200);

        assertThat(subscribers.invoices(customer))
                .extracting(invoice ->
                        invoice.get("status") + " " + invoice.get("amount_due") + " " + invoice.get("amount_credited"))
                .containsExactly("paid 120000 120000", "open 10100 0");
        assertThat(balance(customer)).isZero();
        assertThat(preview.body().path("due_now_cents").asLong()).isEqualTo(10_100);
        balances(customer);
    }

    private void coupon(TestUser user) {
        String code = "HALF" + user.id().toString().replace("-", "").toUpperCase(Locale.ROOT);
        subscribers.admin("/admin/coupons", Map.of("code", code, "name", "Half", "percent", 50, "uses", 2));
        Answer applied = subscribers.admin("/admin/billing-accounts/" + user.id() + "/coupons", Map.of("code", code));
        assertThat(applied.status()).as(applied.toString()).isLessThan(300);
    }

    private Answer drop(Map<String, Object> invoice, String how) {
        return subscribers.admin(
                "/admin/invoices/" + invoice.get("id") + "/" + how,
                how.equals("credit-notes") ? Map.of("reason", "Goodwill") : Map.of());
    }

    private void credit(Map<String, Object> invoice, Integer line, long amount) {
        Map<String, Object> wish = line == null
                ? Map.of("reason", "Goodwill", "amount", amount)
                : Map.of("reason", "Goodwill", "amount", amount, "line", line);
        Answer answer = subscribers.admin("/admin/invoices/" + invoice.get("id") + "/credit-notes", wish);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
    }

    private Answer preview(Customer customer, Sold plan) {
        return subscribers.send(
                customer.user(),
                HttpMethod.POST,
                "/billing/subscriptions/change/preview",
                Map.of("plan_code", plan.code()));
    }

    private List<Map<String, Object>> notes(Customer customer) {
        return subscribers.query("select * from credit_notes where user_id = '%s' order by sequence"
                .formatted(customer.user().id()));
    }

    private long balance(Customer customer) {
        return ((Number) subscribers
                        .query("select coalesce(sum(amount), 0) as total from balance_entries where user_id = '%s'"
                                .formatted(customer.user().id()))
                        .getFirst()
                        .get("total"))
                .longValue();
    }

    private void balances(Customer customer) {
        assertThat(subscribers.query("select * from ledger_faults where id = '%s'"
                        .formatted(customer.user().id())))
                .isEmpty();
    }

    private Customer onFirst(Sold plan) {
        TestUser user = subscribers.user("UTC");
        subscribers.travel(user, Subscribers.noon(first));
        return subscribers.start(user, plan);
    }
}
