package io.tollgate.billing.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestStripe;
import io.tollgate.billing.collection.Debtors.Debtor;
import io.tollgate.billing.invoice.Invoice;
import io.tollgate.billing.invoice.InvoiceStatus;
import io.tollgate.platform.db.DatabaseClock;
import io.tollgate.platform.jobs.FirstRun;
import io.tollgate.platform.jobs.Outbox;
import io.tollgate.stripeemulator.Controls;
import io.tollgate.stripeemulator.Fault;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;

/** What comes round by itself, in everybody's time. */
@IntegrationTest
class CollectionJobsTest {

    @Autowired
    private ApplicationContext application;

    @Autowired
    private Outbox outbox;

    @Autowired
    private MutableClock clock;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private UnpaidInvoices unpaid;

    @Autowired
    private OverdueRepository overdue;

    @Autowired
    private Consequences consequences;

    @Autowired
    private CollectionProperties properties;

    private final Controls stripe = TestStripe.controls();
    private Debtors debtors;

    @BeforeEach
    void setUp() {
        debtors = new Debtors(application);
    }

    @AfterEach
    void mend() {
        debtors.mendProviders();
    }

    @Test
    void triesLooksAndWarnsWhenTheTimeHasComeOnceThoughManyLook() {
        Debtor declined = debtors.of("stripe");
        String card = debtors.withCard(declined);
        stripe.cardDeclines(card, true);
        Invoice refused = debtors.invoice(declined, 1900);
        Debtor silent = debtors.of("stripe");
        String charged = debtors.withCard(silent);
        Awaiting.until("a refusal", () -> debtors.attempts(refused, "status").contains("declined"));
        stripe.dropWebhooks(true);
        stripe.fail(Fault.reset().performing().on("POST", "/v1/payment_intents").times(3));
        Invoice unanswered = debtors.invoice(silent, 700);
        Awaiting.until("no answer", () -> debtors.attempts(unanswered, "status").contains("unknown"));
        Debtor transferring = debtors.of("manual");
        Invoice transfer = debtors.invoice(transferring, 500);
        debtors.mendProviders();

        clock.advance(Duration.ofDays(1).plusMinutes(1));
        look();

        Awaiting.until("a second attempt", () -> debtors.attempts(refused).size() == 2);
        Awaiting.until("it is known", () -> debtors.again(unanswered).status() == InvoiceStatus.PAID);
        assertThat(stripe.charges(charged)).isEqualTo(1);
        Awaiting.until("a second mail", () -> debtors.mails(declined, "Invoice Payment Failed") == 2);

        clock.advance(Duration.ofDays(10));
        look();

        Awaiting.until("a third attempt", () -> debtors.attempts(refused).size() == 3);
        Awaiting.until("a warning", () -> debtors.overdue(declined).equals("warning"));

        clock.advance(Duration.between(debtors.now(), transfer.dueAt()).plusDays(10));
        look();

        Awaiting.until("another warning", () -> debtors.overdue(transferring).equals("warning"));
        Awaiting.until("no access", () -> debtors.status(declined).equals("unpaid"));

        clock.advance(Duration.ofDays(8));
        look();

        Awaiting.until("no access", () -> debtors.status(transferring).equals("unpaid"));
        assertThat(debtors.overdue(transferring)).isEqualTo("blocked");
        Awaiting.until("the end", () -> debtors.status(declined).equals("canceled"));
        Awaiting.until("mails", () -> debtors.mails(transferring, "Access Suspended") == 1);
        assertThat(stripe.charges(card)).isZero();
    }

    /** A page of one, by hand; whoever comes next is for another job. */
    @Test
    void looksThroughAllWhoOweAPageAtATime() {
        Debtor first = debtors.of("manual");
        Debtor second = debtors.of("manual");
        owes(first);
        owes(second);

        new OverdueSweep(overdue, consequences, properties, outbox, clock, 1)
                .handle(new OverdueSweep.Payload(before(first)), new FirstRun())
                .block();

        assertThat(debtors.status(first)).isEqualTo("unpaid");
        Awaiting.until("the next page", () -> debtors.status(second).equals("unpaid"));
    }

    /** Its clock runs a month ahead, where the database's counts. */
    @Test
    void looksForNobodyByAWrongClock() {
        Debtor debtor = debtors.of("manual");
        owes(debtor);
        Clock ahead =
                Clock.offset(Clock.system(ZoneOffset.UTC), Duration.ofDays(30).plus(sinceReal()));

        assertThat(debtorsBy(new OverdueRepository(db, unpaid, ahead, new DatabaseClock(false)), debtor))
                .isEmpty();
        assertThat(debtorsBy(new OverdueRepository(db, unpaid, ahead, new DatabaseClock(true)), debtor))
                .containsExactly(debtor.id());
    }

    private Duration sinceReal() {
        return Duration.between(Clock.system(ZoneOffset.UTC).instant(), clock.instant());
    }

    private static List<UUID> debtorsBy(OverdueRepository rows, Debtor debtor) {
        return rows.candidates(Duration.ofDays(10), before(debtor), 1)
                .collectList()
                .block();
    }

    private static UUID before(Debtor debtor) {
        return new UUID(debtor.id().getMostSignificantBits(), debtor.id().getLeastSignificantBits() - 1);
    }

    private void owes(Debtor debtor) {
        Invoice invoice = debtors.invoice(debtor, 1900);
        debtors.run("update collections set owed_since = '%s' where invoice_id = '%s'"
                .formatted(debtors.now().minus(Duration.ofDays(15)), invoice.id()));
        debtors.run("insert into overdue_customers (user_id, state, changed_at) values ('%s', 'warning', '%s')"
                .formatted(debtor.id(), debtors.now().minus(Duration.ofDays(5))));
    }

    private void look() {
        Flux.range(0, 3)
                .concatMap(i -> outbox.enqueue(CollectionDue.TYPE, "due-" + i, new CollectionDue.Payload())
                        .then(outbox.enqueue(OverdueSweep.TYPE, "overdue-" + i, OverdueSweep.Payload.ALL)))
                .blockLast();
    }
}
