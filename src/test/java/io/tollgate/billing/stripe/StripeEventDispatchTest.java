package io.tollgate.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.platform.db.ExpiredRows;
import io.tollgate.platform.db.Expiring;
import io.tollgate.platform.jobs.FirstRun;
import io.tollgate.platform.jobs.JobRun;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** From the inbox to the handler, and what is written on the event's row. */
@IntegrationTest
class StripeEventDispatchTest {

    @Autowired
    private MutableClock clock;

    @Autowired
    private StripeEventRows rows;

    @Autowired
    private Expiring expiringStripeEvents;

    @Autowired
    private ExpiredRows expired;

    @Autowired
    private StripeEventTable table;

    @Autowired
    private InventedEvents handler;

    @Autowired
    private CustomerLock lock;

    @Autowired
    private TransactionalOperator transaction;

    @Autowired
    private JsonMapper json;

    @Autowired
    private DatabaseClient db;

    private final String id = SignedWebhook.newId("evt");

    @Test
    void marksTheEventTogetherWithTheEffects() {
        insert(InventedEvents.EFFECT, Duration.ZERO);
        dispatch(new Run(new AtomicBoolean()));
        assertThat(handler.effects).containsEntry(id, 1);
        assertThat(row()).contains("processed", "InventedEvents");
    }

    @Test
    void doesNotMarkWhatIsRolledBack() {
        insert(InventedEvents.EFFECT, Duration.ZERO);
        JobRun dying = new Run(new AtomicBoolean()) {
            @Override
            public Mono<Void> once(Mono<Void> effects) {
                return super.once(effects.then(Mono.error(() -> new IllegalStateException("The node dies"))));
            }
        };
        assertThatThrownBy(() -> dispatch(dying)).isInstanceOf(IllegalStateException.class);
        assertThat(row()).contains("failed");
    }

    @Test
    void marksTheEventOfAHandlerThatHadNothingToDo() {
        insert(InventedEvents.NO_EFFECT, Duration.ZERO);
        dispatch(new Run(new AtomicBoolean()));
        assertThat(row()).contains("processed", "InventedEvents");
    }

    @Test
    void recordsWhatNobodyListensToAsIgnored() {
        insert("moon.landed", Duration.ZERO);
        dispatch(new Run(new AtomicBoolean()));
        assertThat(row()).contains("ignored");
    }

    @Test
    void writesDownWhyAHandlerFailedUntilItSucceeds() {
        insert(InventedEvents.BROKEN, Duration.ZERO);
        assertThatThrownBy(() -> dispatch(new Run(new AtomicBoolean()))).hasMessage("The moon is down");
        assertThat(row()).contains("failed", "java.lang.IllegalStateException: The moon is down");
        dispatch(new Run(new AtomicBoolean()));
        assertThat(row()).contains("processed").doesNotContain("java.lang.IllegalStateException: The moon is down");
    }

    @Test
    void failsTheJobOfAnEventThatIsGone() {
        assertThatThrownBy(() -> dispatch(new Run(new AtomicBoolean()))).hasMessage("Event " + id + " is gone");
        assertThat(handler.calls).doesNotContainKey(id);
    }

    @Test
    void knowsWhoHandlesWhat() {
        assertThat(table.names()).containsEntry(InventedEvents.EFFECT, "InventedEvents");
        assertThatThrownBy(() -> new StripeEventTable(List.of(handler, new InventedEvents())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is handled by InventedEvents and by InventedEvents");
    }

    @Test
    void letsTheEventsOfOneCustomerTakeEffectOneAfterTheOther() {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Mono<Void> effect = lock.acquire(id)
                .then(Mono.fromRunnable(() -> most.accumulateAndGet(inside.incrementAndGet(), Math::max)))
                .then(db.sql("select pg_sleep(0.02)").then())
                .then(Mono.<Void>fromRunnable(inside::decrementAndGet))
                .as(transaction::transactional);
        Flux.range(0, 6).flatMap(_ -> effect, 6).blockLast();
        assertThat(most.get()).isEqualTo(1);
    }

    @Test
    void forgetsEventsAfterNinetyDaysUnlessTheyAreStillOwed() {
        String processed = SignedWebhook.newId("evt");
        String waiting = SignedWebhook.newId("evt");
        String failed = SignedWebhook.newId("evt");
        String dropped = SignedWebhook.newId("evt");
        String young = SignedWebhook.newId("evt");
        insert(id, "moon.landed", Duration.ofDays(91), "ignored");
        insert(processed, "moon.landed", Duration.ofDays(91), "processed");
        insert(waiting, "moon.landed", Duration.ofDays(91), "pending");
        insert(failed, "moon.landed", Duration.ofDays(91), "failed");
        bury(failed);
        insert(dropped, "moon.landed", Duration.ofDays(91), "failed");
        insert(young, "moon.landed", Duration.ofDays(89), "ignored");
        expiringStripeEvents.forget().apply(expired).block();
        StoredEvents stored = new StoredEvents(db);
        assertThat(List.of(stored.count(id), stored.count(processed), stored.count(dropped)))
                .containsOnly(0L);
        assertThat(List.of(stored.count(waiting), stored.count(failed), stored.count(young)))
                .containsOnly(1L);
        db.sql("delete from stripe_events where id in (:waiting, :failed)")
                .bind("waiting", waiting)
                .bind("failed", failed)
                .then()
                .block();
        db.sql("delete from dead_letters where error = :failed")
                .bind("failed", failed)
                .then()
                .block();
    }

    private void bury(String event) {
        db.sql("""
                        insert into dead_letters (id, type, topic, key, payload, attempts, error, created_at, died_at)
                        values (gen_random_uuid(), 'stripe.event', 'stripe', 'cus_1', cast(:payload as jsonb), 8, :event, :now, :now)
                        """)
                .bind("payload", json.writeValueAsString(new StripeEventJob(event)))
                .bind("event", event)
                .bind("now", clock.instant())
                .then()
                .block();
    }

    private void dispatch(JobRun run) {
        new StripeEventDispatch(rows, table).handle(new StripeEventJob(id), run).block();
    }

    private String row() {
        return String.valueOf(new StoredEvents(db).row(id));
    }

    private void insert(String type, Duration age) {
        insert(id, type, age, "pending");
    }

    private void insert(String event, String type, Duration age, String status) {
        db.sql("""
                        insert into stripe_events (id, type, livemode, created_at, received_at, payload, status)
                        values (:id, :type, false, :at, :at, cast(:payload as json), :status)
                        """)
                .bind("id", event)
                .bind("type", type)
                .bind("at", clock.instant().minus(age))
                .bind("payload", SignedWebhook.event(event, type, "cus_1"))
                .bind("status", status)
                .then()
                .block();
    }

    /** A run whose mark is a flag, set when the transaction commits. */
    private class Run extends FirstRun {

        private final AtomicBoolean done;

        Run(AtomicBoolean done) {
            this.done = done;
        }

        @Override
        public Mono<Void> once(Mono<Void> effects) {
            return Mono.defer(() -> done.get()
                    ? Mono.empty()
                    : effects.as(transaction::transactional).then(Mono.fromRunnable(() -> done.set(true))));
        }
    }
}
