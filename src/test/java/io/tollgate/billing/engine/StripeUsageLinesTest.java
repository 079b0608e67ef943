package io.tollgate.billing.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.AtOnce;
import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestStripe;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.Buyers;
import io.tollgate.billing.engine.Subscribers.Customer;
import io.tollgate.billing.engine.Subscribers.Sold;
import io.tollgate.billing.stripe.IdempotencyKey;
import io.tollgate.billing.stripe.NewStripeInvoiceItem;
import io.tollgate.billing.stripe.StripeInvoiceItems;
import io.tollgate.billing.stripe.StripeInvoices;
import io.tollgate.billing.subscription.Subscription;
import io.tollgate.billing.subscription.SubscriptionRepository;
import io.tollgate.platform.jobs.Outbox;
import io.tollgate.stripeemulator.Controls;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import tools.jackson.databind.JsonNode;

/** Usage of subscriptions that Stripe runs: on one invoice, of Stripe's or of our own, whatever happens. */
@IntegrationTest
class StripeUsageLinesTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private StripeUsageLines usageLines;

    @Autowired
    private StripeBilling billing;

    @Autowired
    private StripeLines lines;

    @Autowired
    private StripePieces pieces;

    @Autowired
    private TransactionalOperator tx;

    @Autowired
    private StripeInvoices invoices;

    @Autowired
    private StripeInvoiceItems items;

    @Autowired
    private SubscriptionRepository subscriptions;

    @Autowired
    private Outbox outbox;

    private final Controls stripe = TestStripe.controls();
    private Subscribers subscribers;
    private Buyers buyers;
    private Sold plan;
    private Customer customer;
    private String stripeCustomer;

    @BeforeEach
    void subscribe() {
        subscribers = new Subscribers(http, users, db);
        buyers = new Buyers(http, users, db);
        String code = buyers.dailyPlan(1900);
        plan = subscribers.metered(code, "0.10");
        TestUser user = buyers.subscriber(code);
        customer =
                new Customer(user, (UUID) buyers.subscriptions(user).getFirst().get("id"));
        stripeCustomer = buyers.customer(user);
        stripe.saveCard(stripeCustomer);
    }

    /** Each hour another plan, for eleven days: what was used then has the price of then. */
    @Test
    void knowsEachPlanOfAPeriodHoweverManyThereWere() {
        UUID other = subscribers.plan(2900, "daily", null).versionId();
        Instant to = MutableClock.shared().instant().truncatedTo(ChronoUnit.MICROS);
        Instant from = to.minus(Duration.ofHours(270));
        String history = """
                with latest as (
                    update subscription_history set since = '%4$s' where subscription_id = '%1$s' and until is null)
                insert into subscription_history (subscription_id, since, until, status, plan_version_id, counts)
                select '%1$s', '%5$s'::timestamptz + n * interval '1 hour', '%5$s'::timestamptz + (n + 1) * interval '1 hour', 'active',
                       case n %% 2 when 0 then '%2$s'::uuid else '%3$s'::uuid end, true
                from generate_series(0, 269) n
                """.formatted(customer.subscription(), plan.versionId(), other, to, from);
        Subscription subscription =
                subscriptions.findById(customer.subscription()).block();

        List<StripePieces.Piece> found = tx.execute(run -> {
                    run.setRollbackOnly();
                    return db.sql(history).then().then(pieces.of(subscription, from, to));
                })
                .blockLast();

        assertThat(found).hasSize(269);
        assertThat(found.getLast().from()).isEqualTo(to.minus(Duration.ofHours(1)));
        assertThat(found.getLast().versionId()).isEqualTo(other);
    }

    @AfterEach
    void mendStripe() {
        stripe.keepDrafts(stripeCustomer, false);
        stripe.dropWebhooks(false);
    }

    /** However often Stripe tells of it. */
    @Test
    void addsWhatWasUsedToStripesDraftOnce() {
        stripe.keepDrafts(stripeCustomer, true);
        use(42);

        TestStripe.advance(Duration.ofHours(25));

        Awaiting.until("the usage is on the draft", () -> asked() == 1);
        usageLines.made(latestInvoice()).block();
        assertThat(asked()).isEqualTo(1);
        stripe.keepDrafts(stripeCustomer, false);
        Awaiting.until("it is paid", () -> amounts().equals(List.of(1900L, 2320L)));
        use(3);
        String path = "/admin/subscriptions/" + customer.subscription() + "/usage";
        JsonNode now =
                subscribers.send(users.admin(), HttpMethod.GET, path, null).body();
        assertThat(now.path("charges").path(0).path("quantity").asString()).isEqualTo("3");
        assertThat(now.path("charges").path(0).path("amount").asLong()).isEqualTo(30);
    }

    @Test
    void billsWhatWasUsedLastOnAnInvoiceOfOurOwn() {
        use(42);
        assertThat(subscribers.act(customer, "cancel").status()).isEqualTo(200);

        TestStripe.advance(Duration.ofHours(25));

        Awaiting.until("it is paid", () -> own("status").equals(List.of("cancel 420 paid")));
        assertThat(stripe.charges(stripeCustomer)).isEqualTo(2);
        Instant end = Subscribers.time(ended("ended_at"));
        assertThat(Awaiting.value("only a later look", this::looksToCome, looks -> looks.size() == 1))
                .first()
                .satisfies(look -> assertThat(Subscribers.time(look.get("available_at")))
                        .isAfterOrEqualTo(end.plus(Duration.ofDays(36))));
        use(7, end.minusSeconds(60));
        lookAgain();
        Awaiting.until(
                "the late usage is paid", () -> own("status").equals(List.of("cancel 420 paid", "late 70 paid")));
        lookAgain();
        stripe.events("customer.subscription.deleted", stripeId()).forEach(stripe::resend);
        Awaiting.during(
                "nothing more is asked for",
                Duration.ofMillis(300),
                () -> own("status").size() == 2);
        assertThat(stripe.charges(stripeCustomer)).isEqualTo(3);
    }

    /** Its end may be heard of before the renewal that came before it. */
    @Test
    void billsEachPeriodOnceThoughTheEndIsHeardOfFirst() {
        use(42);
        stripe.holdWebhooks();
        TestStripe.advance(Duration.ofHours(25));
        stripe.setStatus(stripeId(), "canceled");
        stripe.releaseWebhooks("customer.subscription.deleted");

        Awaiting.until("the end is billed", () -> own("status").size() == 1);
        Awaiting.until("all is paid", () -> amounts().size() == 3);
        assertThat(amounts()).containsExactlyInAnyOrder(1900L, 1900L, 420L);
        assertThat(own("currency")).containsExactly("cancel 420 USD");
        assertThat(asked()).isZero();
    }

    @Test
    void billsWhatWasUsedBeforeAnUpgradeByCheckout() {
        use(42);
        String dearer = buyers.plan(4900);
        Subscribers.Answer page = subscribers.send(
                customer.user(), HttpMethod.POST, "/billing/subscriptions/upgrade", Map.of("plan_code", dearer));
        TestStripe.advance(Duration.ofSeconds(2));
        String _ = stripe.pay(Buyers.sessionOf(page.body().path("checkout_url").asString()));

        Awaiting.until("it is paid", () -> own("status").equals(List.of("cancel 420 paid")));
    }

    /** Decided while it was a draft, and final before a line was on it. */
    @Test
    void movesWhatADraftNoLongerTakesToTheNextInvoice() {
        String first = renewedUnheard(42);
        Subscription subscription =
                subscriptions.findById(customer.subscription()).block();
        billing.decide(invoices.retrieve(first).block(), subscription).block();
        stripe.keepDrafts(stripeCustomer, false);

        usageLines.made(first).block();

        assertThat(lines.underWay(customer.subscription()).block()).isEmpty();
        assertThat(lines.waiting(customer.subscription()).block()).hasSize(1);
        String second = renewedUnheard(5);
        usageLines.made(second).block();
        assertThat(notes(second)).containsExactlyInAnyOrder(first + ":0", second + ":0");
        assertThat(notes(first)).isEmpty();
        assertThat(invoices.retrieve(second).block().amountDue()).isEqualTo(1900 + 420 + 50);
    }

    @Test
    void billsWithTheEndWhatNoDraftHasTaken() {
        String first = renewedUnheard(42);
        stripe.keepDrafts(stripeCustomer, false);
        usageLines.made(first).block();
        assertThat(lines.waiting(customer.subscription()).block()).hasSize(1);
        stripe.dropWebhooks(false);
        use(1);
        TestStripe.advance(Duration.ofSeconds(2));

        stripe.setStatus(stripeId(), "canceled");

        Awaiting.until("both are asked for", () -> own("status").equals(List.of("cancel 430 paid")));
        assertThat(lines.waiting(customer.subscription()).block()).isEmpty();
    }

    /** Stripe forgets a key after a day; the note on the line stays. */
    @Test
    void findsALineOfWhichItNeverHeard() {
        String draft = renewedUnheard(42);
        Subscription subscription =
                subscriptions.findById(customer.subscription()).block();
        billing.decide(invoices.retrieve(draft).block(), subscription).block();
        StripeUsageLine line = lines.underWay(customer.subscription()).block().getFirst();
        lines.asked(line).block();
        items.create(
                        IdempotencyKey.of("forgotten", draft, 1),
                        new NewStripeInvoiceItem(
                                stripeCustomer,
                                draft,
                                line.amount(),
                                line.currency(),
                                line.description(),
                                line.from(),
                                line.to(),
                                Map.of(StripePlacing.NOTE, line.note())))
                .block();

        AtOnce.times(3, _ -> usageLines.made(draft).thenReturn(true).block());

        assertThat(notes(draft)).containsExactly(draft + ":0");
        assertThat(invoices.retrieve(draft).block().amountDue()).isEqualTo(1900 + 420);
        assertThat(lines.underWay(customer.subscription()).block()).isEmpty();
    }

    /** @return the draft of which nobody has told us */
    private String renewedUnheard(long quantity) {
        use(quantity);
        stripe.dropWebhooks(true);
        stripe.keepDrafts(stripeCustomer, true);
        TestStripe.advance(Duration.ofHours(24).plusSeconds(5));
        // Or the nightly look for events that never came would find them.
        stripe.forgetEvents();
        return latestInvoice();
    }

    private String latestInvoice() {
        return invoices.list(stripeId()).next().block().id();
    }

    private void use(long quantity) {
        use(quantity, MutableClock.shared().instant());
    }

    private void use(long quantity, Instant at) {
        subscribers.use(customer, plan, at, quantity);
    }

    private String stripeId() {
        return (String) ended("provider_subscription_id");
    }

    private Object ended(String column) {
        return subscribers
                .query("select * from subscriptions where id = '%s'".formatted(customer.subscription()))
                .getFirst()
                .get(column);
    }

    /** As if the look-back were over. */
    private void lookAgain() {
        outbox.enqueue(StripeEnd.TYPE, "end", new StripeEnd.Payload(customer.subscription()))
                .block();
    }

    private List<Map<String, Object>> looksToCome() {
        return subscribers.query("""
                select available_at from outbox
                where type = 'billing.stripe_usage_end' and payload ->> 'subscription_id' = '%s'
                """.formatted(customer.subscription()));
    }

    /** Kind, what is due and one thing more of each invoice of our own. */
    private List<String> own(String column) {
        return subscribers.invoices(customer).stream()
                .map(invoice -> invoice.get("kind") + " " + invoice.get("amount_due") + " " + invoice.get(column))
                .toList();
    }

    private List<String> notes(String invoice) {
        return items.of(invoice)
                .map(item -> item.metadata().get(StripePlacing.NOTE))
                .collectList()
                .block();
    }

    private long asked() {
        return stripe.requests("POST", "/v1/invoiceitems").stream()
                .filter(request -> String.valueOf(request).contains(stripeCustomer))
                .count();
    }

    private List<Object> amounts() {
        return buyers.payments(customer.user()).stream()
                .map(payment -> payment.get("amount_cents"))
                .toList();
    }
}
