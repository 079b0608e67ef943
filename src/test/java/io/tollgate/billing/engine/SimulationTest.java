package io.tollgate.billing.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.AtOnce;
import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestStripe;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.engine.Subscribers.Sold;
import io.tollgate.billing.invoice.InvoicePayments;
import io.tollgate.billing.plan.PlanRepository;
import io.tollgate.billing.pricing.CancelPolicy;
import io.tollgate.billing.subscription.Customers;
import io.tollgate.billing.subscription.EngineStart;
import io.tollgate.billing.subscription.Provider;
import io.tollgate.billing.subscription.Subscription;
import io.tollgate.billing.subscription.SubscriptionRepository;
import io.tollgate.billing.subscription.SubscriptionStatus;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.RequestFacts;
import io.tollgate.stripeemulator.Controls;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/**
 * Thirteen months from 31 January of fifty customers who change, pause, use, use late, pay and do not pay: by hand, or with a
 * card at Stripe that declines now and then. The books balance at every step, and in the end exactly what was used has been billed.
 */
@IntegrationTest
class SimulationTest {

    private static final int CUSTOMERS = 50;
    private static final int MONTHS = 13;
    private static final long CENTS_PER_UNIT = 10;
    private static final List<String> ZONES =
            List.of("UTC", "America/New_York", "Europe/Berlin", "Asia/Tokyo", "Pacific/Auckland");
    private static final AuditEntry ENTRY = AuditEntry.of("simulation", RequestFacts.NONE);

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private Starting starting;

    @Autowired
    private EngineLifecycle lifecycle;

    @Autowired
    private TimeTravel travel;

    @Autowired
    private Standing standing;

    @Autowired
    private InvoicePayments payments;

    @Autowired
    private Customers customers;

    @Autowired
    private PlanRepository plans;

    @Autowired
    private SubscriptionRepository subscriptions;

    private final Controls stripe = TestStripe.controls();
    private Subscribers subscribers;
    private List<Sold> sold;

    @BeforeEach
    void setUp() {
        subscribers = new Subscribers(http, users, db);
        sold = List.of(
                subscribers.plan(1000, "monthly", "0.10"),
                subscribers.plan(3000, "monthly", "0.10"),
                subscribers.plan(7000, "quarterly", "0.10"));
        String _ = subscribers.producer();
    }

    @Test
    void balancesAtEveryStepOfThirteenMonths() {
        long seed = new Random().nextLong();
        System.out.println("SimulationTest seed " + seed);

        List<Life> lives =
                AtOnce.times(CUSTOMERS, number -> new Life(new Random(seed + number), Card.of(number)).live());

        assertThat(lives).allSatisfy(life -> {
            assertThat(life.billedForUsage()).as(life.toString()).isEqualTo(life.used * CENTS_PER_UNIT);
            assertThat(life.invoiceStarts()).as(life.toString()).doesNotHaveDuplicates();
        });
        assertThat(lives.stream().mapToLong(life -> life.used).sum()).isPositive();
        assertThat(lives).filteredOn(life -> life.card != Card.NONE).hasSize(10).allSatisfy(life -> {
            life.checkCharges();
            assertThat(life.attempts("a.status = 'declined'"))
                    .as(life.toString())
                    .isPositive();
        });
        assertThat(lives)
                .filteredOn(life -> life.card == Card.GOOD_AT_LAST)
                .singleElement()
                .satisfies(life -> {
                    assertThat(life.attempts("a.attempt = 2 and a.status = 'paid'"))
                            .as(life.toString())
                            .isPositive();
                    assertThat(life.was("past_due")).as(life.toString()).isTrue();
                });
        assertThat(lives)
                .filteredOn(life -> life.card == Card.NEVER_GOOD)
                .singleElement()
                .satisfies(life -> {
                    assertThat(life.attempts("a.attempt > 1 and a.status = 'declined'"))
                            .as(life.toString())
                            .isPositive();
                    assertThat(life.was("unpaid")).as(life.toString()).isTrue();
                    assertThat(life.current().status()).isEqualTo(SubscriptionStatus.CANCELED);
                });
        assertThat(subscribers.query("select * from ledger_faults where what = 'numbers'"))
                .isEmpty();
    }

    /** What a customer's card at Stripe does once the first charge was declined. */
    private enum Card {
        /** They pay by hand. */
        NONE,
        NEVER_GOOD,
        GOOD_AT_LAST,
        SOMETIMES_GOOD;

        static Card of(int number) {
            return number % 5 != 0 ? NONE : number == 0 ? NEVER_GOOD : number == 5 ? GOOD_AT_LAST : SOMETIMES_GOOD;
        }

        boolean declinesNow(Random random) {
            return this == NEVER_GOOD || this == SOMETIMES_GOOD && random.nextInt(3) == 0;
        }
    }

    /** One customer's thirteen months. */
    private final class Life {

        private final Random random;
        private final Card card;
        private final TestUser user = subscribers.user("UTC");
        private final List<String> diary = new ArrayList<>();
        private Subscription subscription;
        private Instant now;

        /** Stripe's. */
        private String payer;

        private long used;

        Life(Random random, Card card) {
            this.random = random;
            this.card = card;
        }

        Life live() {
            String zone = ZONES.get(random.nextInt(ZONES.size()));
            subscribers.run(
                    "update billing_profiles set time_zone = '%s' where user_id = '%s'".formatted(zone, user.id()));
            LocalDate january = Subscribers.january31(MutableClock.shared().instant());
            saveCard();
            go(Subscribers.noon(january));
            subscription = starting.start(new EngineStart(
                            user.user(),
                            plans.findActive(any().code()).block(),
                            card == Card.NONE ? Provider.MANUAL : Provider.STRIPE,
                            null,
                            true,
                            null,
                            ENTRY))
                    .block();
            check("started in " + zone);
            if (card != Card.NONE) {
                go(now.plusSeconds(60));
                check("was asked for the first time");
                declines(card == Card.NEVER_GOOD);
            }
            for (int month = 0; month < MONTHS; month++) {
                go(now.plus(Duration.ofHours(1 + random.nextInt(24 * 30))));
                check("went on");
                use();
                pay();
                check("paid");
                act();
                check("acted");
            }
            if (current().status().live()) {
                note("cancels");
                subscription = lifecycle.cancelNow(current(), policy(), ENTRY).block();
                check("cancelled");
            }
            go(now.plus(Duration.ofDays(40)));
            check("ended");
            return this;
        }

        /** Of what is in force now, and now and then of what was billed before. */
        private void use() {
            Subscription current = current();
            if (current.status() == SubscriptionStatus.PAUSED
                    || !current.status().live()) {
                return;
            }
            List<Map<String, Object>> events = new ArrayList<>();
            Instant oldest = now.minus(Duration.ofDays(34));
            Instant since = since().isBefore(oldest) ? oldest : since();
            long quantity = 1 + random.nextInt(500);
            Sold plan = plan(current.planVersionId());
            events.add(event(plan, between(since, now), quantity));
            if (random.nextInt(3) == 0) {
                lateStretch()
                        .ifPresent(late -> events.add(
                                event(plan(late.version()), between(late.from(), late.to()), 1 + random.nextInt(100))));
            }
            assertThat(subscribers.tell(events)).isEqualTo(events.size());
            used += events.stream()
                    .mapToLong(event -> (Long) event.get("quantity"))
                    .sum();
            note("uses " + events);
        }

        private Map<String, Object> event(Sold plan, Instant at, long quantity) {
            return Subscribers.event(new Subscribers.Customer(user, subscription.id()), plan, at, quantity);
        }

        private Instant between(Instant from, Instant to) {
            long seconds = Math.max(1, Duration.between(from, to).toSeconds());
            return from.plusSeconds(random.nextLong(seconds));
        }

        private Instant since() {
            return Subscribers.time(subscribers
                    .query("select segment_start from engine_subscriptions where subscription_id = '%s'"
                            .formatted(subscription.id()))
                    .getFirst()
                    .get("segment_start"));
        }

        private Optional<Past> lateStretch() {
            return subscribers.query("""
                            select plan_version_id, starts_at, ends_at from engine_periods
                            where subscription_id = '%s' and starts_at > timestamptz '%s' - interval '34 days'
                            order by starts_at desc limit 1""".formatted(subscription.id(), now)).stream()
                    .map(row -> new Past(
                            (UUID) row.get("plan_version_id"),
                            Subscribers.time(row.get("starts_at")),
                            Subscribers.time(row.get("ends_at"))))
                    .filter(past -> past.from().plusSeconds(2).isBefore(past.to()))
                    .findFirst();
        }

        /** Most invoices are paid; one that is not makes the subscription overdue, until it is. */
        private void pay() {
            if (card != Card.NONE) {
                declines(card.declinesNow(random));
                return;
            }
            List<Map<String, Object>> open = subscribers.query(
                    "select id, amount_due - amount_paid - amount_credited as left from invoices where user_id = '%s' and status = 'open'"
                            .formatted(user.id()));
            if (open.isEmpty()) {
                return;
            }
            if (random.nextInt(5) == 0) {
                note("does not pay");
                var _ = standing.pastDue(subscription.id()).block();
                return;
            }
            note("pays");
            for (Map<String, Object> invoice : open) {
                var _ = payments.record(
                                (UUID) invoice.get("id"),
                                (Long) invoice.get("left"),
                                "manual",
                                UUID.randomUUID().toString())
                        .block();
            }
            var _ = standing.restored(subscription.id()).block();
        }

        /** It declines the first time that it is charged; what becomes of that is for collection to do. */
        private void saveCard() {
            if (card != Card.NONE) {
                payer = customers.ensure(user.user()).block();
                String _ = stripe.saveCard(payer);
                declines(true);
            }
        }

        private void declines(boolean declines) {
            note(declines ? "the card declines" : "the card is good");
            stripe.cardDeclines(payer, declines);
        }

        private void act() {
            Subscription current = current();
            if (!current.status().live()) {
                return;
            }
            try {
                switch (random.nextInt(8)) {
                    case 0, 1 -> change(any());
                    case 2 -> take("pauses", lifecycle.pause(current, ENTRY).block());
                    case 3, 4 ->
                        take("resumes", lifecycle.resume(current, ENTRY).block());
                    case 5 -> {
                        take("ends", lifecycle.cancelAtPeriodEnd(current, ENTRY).block());
                        take("goes on", lifecycle.resume(current(), ENTRY).block());
                    }
                    default -> note("rests");
                }
            } catch (ApiException refusal) {
                note("refused: " + refusal.code());
            }
        }

        private void change(Sold to) {
            take(
                    "changes",
                    lifecycle
                            .change(current(), plans.findActive(to.code()).block(), ENTRY)
                            .block());
        }

        private void take(String what, Subscription now) {
            note(what);
            subscription = now;
        }

        private CancelPolicy policy() {
            return CancelPolicy.values()[random.nextInt(3)];
        }

        private Sold any() {
            return sold.get(random.nextInt(sold.size()));
        }

        private Sold plan(UUID version) {
            return sold.stream()
                    .filter(plan -> plan.versionId().equals(version))
                    .findFirst()
                    .orElseThrow();
        }

        private Subscription current() {
            return subscriptions.findById(subscription.id()).block();
        }

        private void go(Instant to) {
            now = to;
            note("goes to " + to);
            var _ = travel.to(user.id(), to, ENTRY).block();
        }

        private void note(String what) {
            diary.add(what);
        }

        /** Σ invoiced = paid + credited + open, in SQL. */
        private void check(String when) {
            assertThat(subscribers.query("""
                            select * from invoice_ledger
                            where user_id = '%s' and invoiced <> paid + credited + open + written_off""".formatted(user.id())))
                    .as(when + " " + this)
                    .isEmpty();
            if (card != Card.NONE) {
                assertThat(faults()).as(when + " " + this).isEmpty();
            }
        }

        /** By names written out: a list that is still to be looked up would have all the books reckoned first. */
        private List<Map<String, Object>> faults() {
            String mine =
                    subscribers.query("select id from invoices where user_id = '%s'".formatted(user.id())).stream()
                            .map(row -> "'" + row.get("id") + "', ")
                            .collect(Collectors.joining());
            return subscribers.query("select * from ledger_faults where id in (%s'%s')".formatted(mine, user.id()));
        }

        /** As we know, and as Stripe knows. */
        void checkCharges() {
            long paid = attempts("a.status = 'paid'");
            assertThat(stripe.charges(payer)).as(toString()).isEqualTo(paid);
        }

        long attempts(String which) {
            return (Long) subscribers
                    .query("""
                            select count(*) as count from collection_attempts a join invoices i on i.id = a.invoice_id
                            where i.user_id = '%s' and %s""".formatted(user.id(), which))
                    .getFirst()
                    .get("count");
        }

        boolean was(String status) {
            return !subscribers
                    .query("select 1 from subscription_history where subscription_id = '%s' and status = '%s'"
                            .formatted(subscription.id(), status))
                    .isEmpty();
        }

        long billedForUsage() {
            return (Long) subscribers.query("""
                            select coalesce(sum(l.amount), 0)::bigint as sum from invoice_lines l join invoices i on i.id = l.invoice_id
                            where i.user_id = '%s' and l.kind in ('usage', 'late')""".formatted(user.id())).getFirst().get("sum");
        }

        List<Object> invoiceStarts() {
            return subscribers
                    .query("select kind || period_start as key from invoices where user_id = '%s'".formatted(user.id()))
                    .stream()
                    .map(row -> row.get("key"))
                    .toList();
        }

        @Override
        public String toString() {
            return String.join("; ", diary);
        }
    }

    private record Past(UUID version, Instant from, Instant to) {}
}
