package io.tollgate.billing.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.CrashSite;
import io.tollgate.LongTests;
import io.tollgate.Payers;
import io.tollgate.faults.FaultProxy;
import io.tollgate.stripeemulator.StripeEmulator;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node is killed in the midst of an invoice run while it takes in usage and hears of payments, the next one while it charges for
 * those invoices and hears of more, and a third finishes: nothing that was answered is lost, nothing is billed or charged twice, and
 * everybody who paid at Stripe's page has one live subscription, one payment and one confirmation.
 */
@Tag(LongTests.EXPECTED)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrashTest {

    private static final int DUE = 120;
    private static final int CALM = 8;

    /** Who pay before each crash. */
    private static final int PAYERS = 4;

    private static final Duration RECOVERY = Duration.ofSeconds(120);
    private static final String WEBHOOK_SECRET = "whsec_crash";

    private final StripeEmulator stripe = StripeEmulator.start(
            StripeEmulator.Settings.on(Clock.systemUTC()).webhookTries(100, Duration.ofMillis(20)));
    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    private CrashSite site;
    private FaultProxy smtp;
    private DueCustomers customers;
    private Payers payers;
    private UsageTellers tellers;

    @BeforeAll
    void killTwice(@TempDir Path directory) throws Exception {
        System.out.println("CrashTest seed " + seed);
        prepare(directory);
        site.execute("update engine_subscriptions set parked_at = null, parked_reason = null");
        site.wake("billing.invoice_run");

        long all = customers.owedInvoices();
        Trouble unread = Trouble.subscriptionsCannotBeRead(site, stripe);
        payAndKillAt("invoices", customers::invoices, 2 + random.nextLong(all / 2), unread);
        assertThat(customers.invoices()).as("killed in the midst of the run").isLessThan(all);
        payAndKillAt("payments", customers::paid, all / 2 + random.nextLong(all / 3), Trouble.noMailLeaves(site, smtp));
        assertThat(customers.charges()).as("killed in the midst of collecting").isLessThan(all);

        site.wake("collection.due");
        Awaiting.until("all invoices' payment", RECOVERY, () -> customers.paid() == all);
        Awaiting.until("everybody's mail", RECOVERY, () -> payers.confirmed() == 2 * PAYERS);
        Awaiting.until("the end of all work", RECOVERY, () -> site.count("select count(*) from outbox") == 0);
    }

    private void prepare(Path directory) throws Exception {
        site = new CrashSite(directory)
                .with("STRIPE_API_BASE", stripe.baseUrl())
                .with("STRIPE_SECRET_KEY", "sk_test_emulator")
                .with("STRIPE_WEBHOOK_SECRET", WEBHOOK_SECRET)
                .with("COLLECTION_AFTER_RUN", "0s")
                // Slow enough that there is a midst.
                .with("TOLLGATE_BILLING_ENGINE_CHUNK", "1")
                .with("TOLLGATE_BILLING_ENGINE_LANES", "1");
        smtp = Trouble.wayToMailboxes(site);
        customers = DueCustomers.create(site, stripe, DUE);
        List<String> calm = DueCustomers.undisturbed(site, CALM);
        site.execute("update engine_subscriptions set parked_at = now(), parked_reason = 'not yet'");
        site.start();
        String _ = stripe.deliverTo(site.url() + "/billing/stripe/webhook", WEBHOOK_SECRET);
        payers = Payers.at(site, stripe, 2 * PAYERS);
        tellers = new UsageTellers(site, site.serviceToken("usage:write"), DueCustomers.METRIC, calm, seed);
    }

    @AfterAll
    void close() throws Exception {
        if (tellers != null) {
            tellers.close();
        }
        site.close();
        smtp.close();
        stripe.stop();
    }

    /** Some pay at any moment before, and what follows from it is under way. */
    private void payAndKillAt(String what, LongSupplier count, long moment, Trouble trouble) throws Exception {
        tellers.begin();
        long before = random.nextLong(moment);
        Awaiting.until(before + " " + what, RECOVERY, () -> count.getAsLong() >= before);
        trouble.begin().run();
        payers.pay(PAYERS);
        Awaiting.until("work that cannot end", RECOVERY, trouble.felt());
        Awaiting.until(moment + " " + what, RECOVERY, () -> count.getAsLong() >= moment);
        assertThat(trouble.felt().getAsBoolean())
                .as("killed in the midst of it")
                .isTrue();
        site.kill();
        trouble.end().run();
        tellers.end();
        site.followUp();
        tellers.tellAgain();
    }

    @Test
    void givesEachPayerOneSubscriptionOnePaymentAndOneMail() {
        assertThat(site.rows("select status, count(*) from subscriptions where not engine group by 1"))
                .containsExactly("active," + 2 * PAYERS);
        assertThat(site.rows("""
                select s.engine, p.status, count(*) from payments p join subscriptions s on s.user_id = p.user_id
                group by 1, 2 order by 1""")).containsExactly("f,succeeded," + 2 * PAYERS, "t,succeeded,180");
        // At the SMTP server a mail may arrive twice after a crash, but it is recognisably the same one.
        assertThat(payers.confirmations())
                .hasSize(2 * PAYERS)
                .allSatisfy((payer, messageIds) -> assertThat(messageIds).hasSize(1));
    }

    @Test
    void keepsEachEventOnceThatItHasAccepted() {
        List<String> stored = site.rows("select transaction_id from usage_events");
        Set<String> told = tellers.told();

        assertThat(told).hasSizeGreaterThan(2 * UsageTellers.BATCH);
        assertThat(stored.size() - told.size()).as("more than was told").isZero();
        assertThat(told.containsAll(stored) && new HashSet<>(stored).containsAll(told))
                .as("the same")
                .isTrue();
    }

    @Test
    void keepsABatchThatItHasNotAnsweredAsAWholeOrNotAtAll() {
        assertThat(tellers.kept()).isNotEmpty().allMatch(count -> count == 0 || count == UsageTellers.BATCH);
        assertThat(tellers.toldAgain())
                .hasSameSizeAs(tellers.kept())
                .allSatisfy(said -> assertThat(said).isIn(List.of("accepted"), List.of("duplicate")));
    }

    @Test
    void countsEachHourAsItsEventsDo() {
        String told = """
                select subscription_id, metric_id, date_trunc('hour', at) as hour, facet, count(*) as events, sum(value) as total,
                       max(value) as highest, min(at) as first_at, max(at) as last_at, max(sequence) as sequence
                from usage_events group by 1, 2, 3, 4""";
        String counted = """
                select subscription_id, metric_id, hour, facet, events, total, highest, first_at, last_at, sequence
                from usage_hours where last_id <> 'told'""";

        assertThat(site.rows("(%1$s except %2$s) union all (%2$s except %1$s)".formatted(told, counted)))
                .isEmpty();
        assertThat(site.rows("""
                select h.* from usage_heads h where sequence <> greatest(1,
                    (select count(distinct sequence) from usage_events where subscription_id = h.subscription_id))""")).isEmpty();
    }

    @Test
    void billsEachDayOnce() {
        assertThat(site.rows("""
                select period_start = s.started_at + interval '1 day', subtotal, count(*), count(distinct subscription_id)
                from invoices i join subscriptions s on s.id = i.subscription_id group by 1, 2 order by 1 desc""")).containsExactly("t,2200,120,120", "f,1900,60,60");
        assertThat(site.rows("select min(sequence), max(sequence), count(*) from invoices group by series"))
                .containsExactly("1,180,180");
        assertThat(site.rows("select 1 from engine_subscriptions where next_run_at <= now() or parked_at is not null"))
                .isEmpty();
    }

    @Test
    void chargesForEachInvoiceOnce() {
        assertThat(customers.charges()).isEqualTo(customers.owedInvoices());
        assertThat(site.rows("""
                select i.status, c.status, count(distinct i.id), count(distinct a.id), count(distinct p.id)
                from invoices i join collections c on c.invoice_id = i.id join collection_attempts a on a.invoice_id = i.id
                    join invoice_payments p on p.invoice_id = i.id group by 1, 2""")).containsExactly("paid,paid,180,180,180");
        assertThat(customers.ids())
                .extracting(id -> stripe.controls().charges(id))
                .containsOnly(1L, 2L);
    }

    @Test
    void leavesBooksThatBalanceAndNoWorkUndone() {
        assertThat(site.rows("select * from ledger_faults")).isEmpty();
        assertThat(site.rows("select type, error from dead_letters")).isEmpty();
    }
}
