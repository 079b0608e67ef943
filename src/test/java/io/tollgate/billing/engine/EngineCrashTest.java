package io.tollgate.billing.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.CrashSite;
import io.tollgate.LongTests;
import io.tollgate.stripeemulator.StripeEmulator;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node is killed in the midst of an invoice run while it takes in usage, the next one while it charges for those invoices, and a
 * third finishes: nothing that was answered is lost, and nothing is billed or charged twice.
 */
@Tag(LongTests.EXPECTED)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EngineCrashTest {

    private static final int DUE = 120;
    private static final int CALM = 8;
    private static final Duration RECOVERY = Duration.ofSeconds(120);
    private static final String EMAIL = "admin@crash.example";
    private static final String PASSWORD = "a horse that crashes twice";

    private final StripeEmulator stripe = StripeEmulator.start(StripeEmulator.Settings.on(Clock.systemUTC()));

    /** Of each batch without an answer, how many of its events were there after the crash. */
    private final List<Long> kept = new ArrayList<>();

    /** Of each, what was said to its events when they were told again. */
    private final List<List<String>> toldAgain = new ArrayList<>();

    private CrashSite site;
    private DueCustomers customers;
    private UsageTellers tellers;

    @BeforeAll
    void killTwice(@TempDir Path directory) throws Exception {
        long seed = System.nanoTime();
        System.out.println("EngineCrashTest seed " + seed);
        Random random = new Random(seed);
        site = new CrashSite(directory)
                .with("STRIPE_API_BASE", stripe.baseUrl())
                .with("STRIPE_SECRET_KEY", "sk_test_emulator")
                .with("STRIPE_WEBHOOK_SECRET", "whsec_crash")
                .with("TOLLGATE_ADMIN_EMAIL", EMAIL)
                .with("TOLLGATE_ADMIN_PASSWORD", PASSWORD)
                .with("COLLECTION_AFTER_RUN", "0s")
                // Small enough that there is a midst.
                .with("TOLLGATE_BILLING_ENGINE_CHUNK", "2");
        customers = DueCustomers.create(site, stripe, DUE);
        List<String> calm = DueCustomers.undisturbed(site, CALM);
        site.execute("update engine_subscriptions set parked_at = now(), parked_reason = 'not yet'");
        site.start();
        tellers = new UsageTellers(site, token(), DueCustomers.METRIC, calm, seed);
        site.execute("update engine_subscriptions set parked_at = null, parked_reason = null");
        wake("billing.invoice_run");

        long all = customers.owedInvoices();
        long issued = 2 + random.nextLong(all / 2);
        killWhen("%d invoices".formatted(issued), () -> customers.invoices() >= issued);
        assertThat(customers.invoices()).as("killed in the midst of the run").isLessThan(all);
        long paid = all / 2 + random.nextLong(all / 3);
        killWhen("%d payments".formatted(paid), () -> customers.paid() >= paid);
        assertThat(customers.charges()).as("killed in the midst of collecting").isLessThan(all);
        wake("collection.due");
        Awaiting.until("everybody's payment", RECOVERY, () -> customers.paid() == all);
        Awaiting.until("the end of all work", RECOVERY, () -> site.count("select count(*) from outbox") == 0);
    }

    @AfterAll
    void close() throws Exception {
        if (tellers != null) {
            tellers.close();
        }
        site.close();
        stripe.stop();
    }

    private void killWhen(String what, BooleanSupplier moment) throws Exception {
        tellers.begin();
        Awaiting.until(what, RECOVERY, moment);
        site.kill();
        tellers.end();
        for (UsageTellers.Batch batch : tellers.unanswered()) {
            kept.add(site.count(
                    "select count(*) from usage_events where transaction_id like '%s-%%'".formatted(batch.name())));
        }
        site.followUp();
        toldAgain.addAll(tellers.tellAgain().values());
    }

    private void wake(String schedule) {
        site.execute("update schedules set next_at = now() where name = '%s'".formatted(schedule));
    }

    private String token() {
        String admin = site.ask("/login", Map.of("email", EMAIL, "password", PASSWORD), null)
                .path("token")
                .asString();
        return site.ask("/admin/service-accounts", Map.of("name", "meter", "scopes", List.of("usage:write")), admin)
                .path("token")
                .asString();
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
        assertThat(kept).isNotEmpty().allMatch(count -> count == 0 || count == UsageTellers.BATCH);
        assertThat(toldAgain)
                .hasSameSizeAs(kept)
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
