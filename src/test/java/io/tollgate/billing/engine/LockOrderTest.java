package io.tollgate.billing.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.OwnThreads;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.engine.Subscribers.Answer;
import io.tollgate.billing.engine.Subscribers.Customer;
import io.tollgate.billing.engine.Subscribers.Sold;
import io.tollgate.billing.invoice.CreditNotes;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Nobody who works on customers' money waits for somebody who waits for them, nor on what another is changing. */
@IntegrationTest
class LockOrderTest {

    private static final String NOTES = """
            insert into invoice_series (series, last) values ('CN', 0)
            on conflict (series) do update set last = invoice_series.last""";

    private static final String ACCOUNT = "update billing_accounts set updated_at = updated_at where user_id = '%s'";

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private TransactionalOperator tx;

    @Autowired
    private EngineRepository rows;

    @Autowired
    private DueBoundaries boundaries;

    @Autowired
    private CreditNotes notes;

    private Subscribers subscribers;
    private LocalDate first;

    @BeforeEach
    void setUp() {
        subscribers = new Subscribers(http, users, db);
        first = Subscribers.january31(MutableClock.shared().instant()).plusDays(1);
    }

    /** The run gives something back to the one, and goes on to the other, whom an administrator is crediting. */
    @Test
    void aRunAndANoteOfAnAdministrator() {
        Customer ending = onFirst(subscribers.plan(10_000, "monthly", null));
        endOn(ending, first.plusDays(12));
        Customer other = onFirst(subscribers.plan(1000, "daily", null));
        UUID invoice = (UUID) subscribers.invoices(other).getFirst().get("id");

        HeldLock lock = new HeldLock(db, tx, NOTES, Mono.empty());
        CompletableFuture<Void> run =
                pass(Subscribers.noon(first.plusDays(12)), ending, other).toFuture();
        lock.awaitWaiting(1);
        CompletableFuture<Answer> note = soon(() ->
                subscribers.admin("/admin/invoices/" + invoice + "/credit-notes", Map.of("reason", "x", "amount", 5)));
        lock.awaitWaiting(2);
        lock.release();

        run.join();
        assertThat(note.join().status()).isEqualTo(201);
        assertThat(subscribers.row(ending)).containsEntry("status", "canceled");
        assertThat(subscribers.invoices(other)).hasSize(2);
    }

    /** The one has a boundary to pass before its credit note, the other has usage to bill after its own. */
    @Test
    void aPauseAfterABoundaryAndOneWithUsage() {
        Customer late = subscribers.start(subscribers.user("UTC"), subscribers.plan(1000, "monthly", null));
        subscribers.run("update engine_subscriptions set clocked = true where subscription_id = '%s'"
                .formatted(late.subscription()));
        subscribers.longAgo(late, "1 month 1 day");
        Sold metered = subscribers.plan(1000, "monthly", "0.10");
        Customer using = onFirst(metered);
        subscribers.travel(using.user(), Subscribers.noon(first.plusDays(2)));
        subscribers.use(using, metered, Subscribers.noon(first.plusDays(1)), 10);

        HeldLock lock = new HeldLock(db, tx, NOTES, Mono.empty());
        CompletableFuture<Answer> one = soon(() -> subscribers.act(using, "pause"));
        lock.awaitWaiting(1);
        CompletableFuture<Answer> other = soon(() -> subscribers.act(late, "pause"));
        lock.awaitWaiting(2);
        lock.release();

        assertThat(one.join().status()).isEqualTo(200);
        assertThat(other.join().status()).isEqualTo(200);
        assertThat(subscribers.invoices(late)).hasSize(2);
    }

    /** 18 of 30 days of 100.00 would be 60.00; half of the price is let off meanwhile, so that 30.00 of the other half are left. */
    @Test
    void whatIsCreditedWhileARunComesToThatIsNotGivenBackTwice() {
        Sold plan = subscribers.with(subscribers.plan(10_000, "monthly", null), "proration = 'fixed_30'");
        Customer customer = onFirst(plan);
        endOn(customer, first.plusDays(12));
        UUID invoice = (UUID) subscribers.invoices(customer).getFirst().get("id");

        HeldLock lock = new HeldLock(
                db,
                tx,
                ACCOUNT.formatted(customer.user().id()),
                notes.issue(invoice, new CreditNotes.Wish(null, 5000L, "Goodwill", false), null));
        CompletableFuture<Void> run =
                pass(Subscribers.noon(first.plusDays(12)), customer).toFuture();
        lock.awaitWaiting(1);
        lock.release();
        run.join();

        assertThat(subscribers.query("select net from credit_notes where user_id = '%s' order by sequence"
                        .formatted(customer.user().id())))
                .extracting(note -> note.get("net"))
                .containsExactly(5000L, 3000L);
    }

    @Test
    void aTaxThatIsAddedWhileARunWaitsIsOnItsInvoice() {
        Customer customer = onFirst(subscribers.plan(1000, "monthly", null));
        UUID user = customer.user().id();
        String add = """
                with r as (
                    insert into tax_rates (id, code, name, percent, created_at) values ('%2$s', 'vat-%2$s', 'VAT', 19, now())
                    returning id)
                insert into account_tax_rates (user_id, tax_rate_id) select '%1$s', id from r
                """.formatted(user, UUID.randomUUID());

        HeldLock lock =
                new HeldLock(db, tx, ACCOUNT.formatted(user), db.sql(add).then());
        CompletableFuture<Void> run =
                pass(Subscribers.noon(first.plusMonths(1)), customer).toFuture();
        lock.awaitWaiting(1);
        lock.release();
        run.join();

        assertThat(subscribers.invoices(customer).getLast()).containsEntry("total", 1190L);
    }

    private Mono<Void> pass(Instant now, Customer... customers) {
        return Flux.just(customers)
                .concatMap(customer -> rows.lock(customer.subscription()))
                .collectList()
                .flatMap(due -> boundaries.pass(due, now))
                .as(tx::transactional);
    }

    private void endOn(Customer customer, LocalDate day) {
        Answer answer = subscribers.admin(
                "/admin/subscriptions/" + customer.subscription() + "/cancel",
                Map.of("at", Subscribers.noon(day).toString(), "credit", true));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    }

    private static <T> CompletableFuture<T> soon(Callable<T> call) {
        return Mono.fromCallable(call).subscribeOn(OwnThreads.SCHEDULER).toFuture();
    }

    private Customer onFirst(Sold plan) {
        TestUser user = subscribers.user("UTC");
        subscribers.travel(user, Subscribers.noon(first));
        return subscribers.start(user, plan);
    }
}
