package io.tollgate.billing.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.MutableClock;
import io.tollgate.OwnDatabase;
import io.tollgate.SecondNode;
import io.tollgate.platform.time.CommonClocks;
import io.tollgate.stripeemulator.StripeEmulator;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Two machines whose clocks somebody sets, forward and back by up to three days, before their nodes start and while these invoice
 * and charge: what is due is billed and charged once, and nothing else is.
 */
class ClockJumpTest {

    private static final int DUE = 60;
    private static final long FARTHEST = Duration.ofDays(3).toMillis();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final List<MutableClock> machines = List.of(new MutableClock(), new MutableClock());
    private final StripeEmulator stripe = StripeEmulator.start(StripeEmulator.Settings.on(Clock.systemUTC()));
    private OwnDatabase database;

    @BeforeEach
    void create() throws Exception {
        System.out.println("ClockJumpTest seed " + seed);
        database = new OwnDatabase();
    }

    @AfterEach
    void close() throws Exception {
        database.close();
        stripe.stop();
    }

    @Test
    void billsAndChargesOnceWhateverTheClocksOfMachinesSay() throws Exception {
        DueCustomers customers = DueCustomers.create(database, stripe, DUE);
        long owed = customers.owedInvoices();
        setClocks();
        try (SecondNode _ = node(machines.getFirst());
                SecondNode _ = node(machines.getLast())) {
            setClocksUntil("the end of the run", () -> customers.invoices() == owed);
            setClocksUntil("all is paid", () -> customers.paid() == owed);
            setClocksUntil("the end of all work", () -> database.count("select count(*) from outbox") == 0);
        }

        assertThat(database.rows("select count(distinct (subscription_id, period_start)), count(*) from invoices"))
                .containsExactly(owed + "," + owed);
        assertThat(database.rows("""
                select 1 from engine_subscriptions
                where next_run_at <= now() or next_run_at > now() + interval '1 day' or parked_at is not null""")).isEmpty();
        assertThat(database.rows("select 1 from invoices where abs(extract(epoch from now() - issued_at)) > 600"))
                .isEmpty();
        assertThat(customers.charges()).isEqualTo(owed);
        assertThat(database.rows("select status, count(*) from invoices group by 1"))
                .containsExactly("paid," + owed);
        assertThat(database.rows("select * from ledger_faults")).isEmpty();
        assertThat(database.rows("select type, error from dead_letters")).isEmpty();
    }

    private void setClocksUntil(String what, BooleanSupplier reached) {
        Awaiting.until(what, PATIENCE, () -> {
            setClocks();
            database.wake("billing.invoice_run");
            database.wake("collection.due");
            return reached.getAsBoolean();
        });
    }

    private void setClocks() {
        machines.forEach(machine -> machine.setAhead(Duration.ofMillis(random.nextLong(-FARTHEST, FARTHEST))));
    }

    private SecondNode node(MutableClock machine) {
        return SecondNode.start(
                CommonClocks.on(machine),
                Map.of(
                        "DATABASE_URL", database.databaseUrl(),
                        "KAFKA_TOPIC_PREFIX", database.topicPrefix(),
                        "STRIPE_API_BASE", stripe.baseUrl(),
                        "STRIPE_SECRET_KEY", "sk_test_emulator",
                        "BILLING_TEST_CLOCKS", "false",
                        // Slow enough that the clocks are set amid it.
                        "TOLLGATE_BILLING_ENGINE_CHUNK", "1",
                        "TOLLGATE_BILLING_ENGINE_LANES", "1"));
    }
}
