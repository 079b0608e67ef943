package io.tollgate.billing.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.AtOnce;
import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestMails;
import io.tollgate.TestStripe;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.Buyers;
import io.tollgate.billing.stripe.StripeSubscriptions;
import io.tollgate.platform.db.DatabaseClock;
import io.tollgate.platform.jobs.Outbox;
import io.tollgate.platform.time.Ids;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;

@IntegrationTest
@ExtendWith(OutputCaptureExtension.class)
class ExpirySweepTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private TransactionalOperator tx;

    @Autowired
    private Outbox outbox;

    @Autowired
    private Ids ids;

    @Autowired
    private MutableClock clock;

    @Autowired
    private StripeSubscriptions subscriptions;

    private Buyers buyers;

    @BeforeEach
    void setUp() {
        buyers = new Buyers(http, users, db);
    }

    @AfterEach
    void deliverAsUsual() {
        TestStripe.controls().dropWebhooks(false);
    }

    @Test
    void endsWhatHasRunOutOnceThoughManySweepsRun() {
        String plan = buyers.plan(0);
        List<TestUser> ending = AtOnce.times(ExpirySweep.BATCH + 20, _ -> endingIn(plan, Duration.ofMinutes(30)));
        TestUser lasting = endingIn(plan, Duration.ofDays(2));
        clock.advance(Duration.ofHours(1));

        sweep(4);

        Awaiting.until(
                "all have ended",
                () -> ending.stream().allMatch(user -> status(user).equals("canceled")));
        Awaiting.until(
                "all are told",
                () -> ending.stream().allMatch(user -> !mails(user).isEmpty()));
        assertThat(ending).allSatisfy(user -> assertThat(mails(user)).containsExactly("Subscription Canceled"));
        assertThat(status(lasting)).isEqualTo("active");
        assertThat(mails(lasting)).isEmpty();
    }

    /** Twenty minutes ahead, where the database's clock counts. */
    @Test
    void endsNothingByAWrongClock() {
        TestUser user = endingIn(buyers.plan(0), Duration.ofDays(2));
        db.sql(
                        "update subscriptions set current_period_end = clock_timestamp() + interval '10 minutes' where user_id = :id")
                .bind("id", user.id())
                .then()
                .block();
        Clock ahead = Clock.offset(Clock.system(ZoneOffset.UTC), Duration.ofMinutes(20));

        assertThat(endedBy(new ExpiryRepository(db, ahead, new DatabaseClock(false))))
                .doesNotContain(user.id());
        assertThat(endedBy(new ExpiryRepository(db, ahead, new DatabaseClock(true))))
                .contains(user.id());
    }

    private List<UUID> endedBy(ExpiryRepository rows) {
        return tx.execute(run -> {
                    run.setRollbackOnly();
                    return rows.expireOwn(10_000).map(Subscription::userId);
                })
                .collectList()
                .block();
    }

    /** With the key of another account nothing that is ours is known, and what ends does not come back. */
    @Test
    void endsNothingThatStripeMayOnlyBeHiding(CapturedOutput output) {
        TestUser user = buyers.subscriber(buyers.plan(1900));
        String hidden = "sub_" + UUID.randomUUID().toString().replace("-", "");
        db.sql("""
                        update subscriptions set provider_customer_id = 'cus_elsewhere', provider_subscription_id = :hidden
                        where user_id = :id
                        """).bind("hidden", hidden).bind("id", user.id()).then().block();
        overdue(user);

        sweep(1);

        Awaiting.until("it is warned of", () -> output.getOut().contains("neither subscription " + hidden));
        assertThat(status(user)).isEqualTo("active");
    }

    @Test
    void asksStripeBeforeItEndsWhatStripeSells() {
        String plan = buyers.plan(1900);
        TestUser renewed = buyers.subscriber(plan);
        TestUser ended = buyers.subscriber(plan);
        TestStripe.controls().dropWebhooks(true);
        var _ = subscriptions.cancelNow(stripeId(ended), false).block();
        overdue(renewed);
        overdue(ended);

        sweep(1);

        Awaiting.until("the end is known", () -> status(ended).equals("canceled"));
        Awaiting.until(
                "the period is known",
                () -> ((java.time.OffsetDateTime)
                                buyers.subscriptions(renewed).getFirst().get("current_period_end"))
                        .toInstant()
                        .isAfter(clock.instant()));
        assertThat(status(renewed)).isEqualTo("active");
        Awaiting.until("a mail", () -> mails(ended).contains("Subscription Canceled"));
        assertThat(mails(renewed)).doesNotContain("Subscription Canceled");
    }

    private void sweep(int times) {
        Flux.range(0, times)
                .flatMap(i -> outbox.enqueue(ExpirySweep.TYPE, "sweep-" + i, new ExpirySweep.Payload()), times)
                .blockLast();
    }

    /** As if the renewal's event had never come. */
    private void overdue(TestUser user) {
        update("update subscriptions set current_period_end = '%s' where user_id = '%s'"
                .formatted(clock.instant().minusSeconds(60), user.id()));
    }

    private TestUser endingIn(String plan, Duration time) {
        TestUser user = users.signUp();
        Instant now = clock.instant();
        update("""
                insert into subscriptions (id, user_id, plan_version_id, provider, status, started_at, current_period_end,
                                           created_at, updated_at)
                select '%s', '%s', v.id, 'manual', 'active', '%s', '%s', '%s', '%s'
                from plan_versions v join plans p on p.id = v.plan_id where p.code = '%s'
                """.formatted(ids.next(), user.id(), now, now.plus(time), now, now, plan));
        return user;
    }

    private void update(String sql) {
        assertThat(db.sql(sql).fetch().rowsUpdated().block()).isEqualTo(1);
    }

    private String stripeId(TestUser user) {
        return (String) buyers.subscriptions(user).getFirst().get("provider_subscription_id");
    }

    private String status(TestUser user) {
        return (String) buyers.subscriptions(user).getFirst().get("status");
    }

    private static List<String> mails(TestUser user) {
        return TestMails.subjects(user.user().email());
    }
}
