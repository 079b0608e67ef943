package io.tollgate.billing.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.AtOnce;
import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.Mailbox;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.engine.Subscribers.Customer;
import io.tollgate.billing.engine.Subscribers.Sold;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Whoever will pay when a trial ends hears of it before. */
@IntegrationTest
class TrialNoticesTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private TrialNotices notices;

    private Subscribers subscribers;
    private LocalDate january;

    @BeforeEach
    void setUp() {
        subscribers = new Subscribers(http, users, db);
        january = Subscribers.january31(MutableClock.shared().instant());
    }

    /** Once for each end: the longer trial of another plan has another one. */
    @Test
    void tellsThreeDaysBeforeThatATrialEnds() {
        Sold plan = subscribers.plan(1900, "monthly", null, 14, "cancel");
        TestUser staying = trial(plan).user();
        Customer leaving = trial(plan);
        subscribers.act(leaving, "cancel");
        Customer moving = trial(plan);

        for (TestUser user : List.of(staying, leaving.user(), moving.user())) {
            subscribers.travel(user, Subscribers.noon(january.plusDays(11)).minusSeconds(1));
            assertThat(told(user)).isZero();
            subscribers.travel(user, Subscribers.noon(january.plusDays(11)));
        }
        assertThat(told(staying)).isEqualTo(1);
        assertThat(told(leaving.user())).isZero();
        subscribers.change(moving, subscribers.plan(2900, "monthly", null, 30, "cancel"));
        for (TestUser user : List.of(staying, leaving.user(), moving.user())) {
            subscribers.travel(user, Subscribers.noon(january.plusDays(31)));
        }

        assertThat(told(staying)).isEqualTo(1);
        assertThat(told(leaving.user())).isZero();
        assertThat(told(moving.user())).isEqualTo(2);
        assertThat(Mailbox.of(staying.user().email()).await(3))
                .filteredOn(mail -> mail.subject().equals("Your Trial Ends Soon"))
                .singleElement()
                .satisfies(mail -> assertThat(mail.text())
                        .contains("19.00 USD", january.plusDays(14).toString()));
    }

    private Customer trial(Sold plan) {
        TestUser user = subscribers.user("UTC");
        subscribers.travel(user, Subscribers.noon(january));
        return subscribers.start(user, plan);
    }

    /** In everybody's time, by however many nodes at once. */
    @Test
    void tellsOnceOfATrialThatIsShorterThanTheWarning() {
        TestUser user = users.signUp();
        Customer _ = subscribers.start(user, subscribers.plan(1900, "monthly", null, 2, "cancel"));

        AtOnce.times(
                4,
                _ -> notices.handle(new TrialNotices.Payload(), null)
                        .thenReturn(1)
                        .block());

        // The schedule's own may have it in hand.
        Awaiting.until("told", () -> told(user) > 0);
        assertThat(told(user)).isEqualTo(1);
    }

    private long told(TestUser user) {
        return subscribers
                .query("select 1 from billing_mails where kind = 'trial_ending' and user_id = '%s'"
                        .formatted(user.id()))
                .size();
    }
}
