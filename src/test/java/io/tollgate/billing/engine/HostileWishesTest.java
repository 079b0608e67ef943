package io.tollgate.billing.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.engine.Subscribers.Answer;
import io.tollgate.billing.engine.Subscribers.Customer;
import io.tollgate.billing.engine.Subscribers.Sold;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What no calendar and no purse can hold is refused, and breaks nothing. */
@IntegrationTest
class HostileWishesTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    private Subscribers subscribers;

    @BeforeEach
    void setUp() {
        subscribers = new Subscribers(http, users, db);
    }

    /** 10^17 calls at a dollar are more cents than a long can count. */
    @Test
    void tellsThatUsageComesToMoreThanCanBeBilled() {
        Sold plan = subscribers.plan(1900, "monthly", "1.00");
        Customer customer = subscribers.start(users.signUp(), plan);
        Sold other = subscribers.plan(2900, "monthly", null);
        subscribers.use(customer, plan, MutableClock.shared().instant(), 100_000_000_000_000_000L);

        assertUnratable(subscribers.get(customer.user(), "/billing/invoices/upcoming"));
        assertUnratable(subscribers.change(customer, other));
        assertUnratable(subscribers.send(
                customer.user(),
                HttpMethod.POST,
                "/billing/subscriptions/change/preview",
                Map.of("plan_code", other.code())));
        assertUnratable(subscribers.act(customer, "pause"));

        assertThat(subscribers.row(customer)).containsEntry("status", "active").containsEntry("parked_reason", null);
        assertThat(subscribers.act(customer, "cancel").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1000000000-01-01T00:00:00Z",
                "-000001-01-01T00:00:00Z",
                "+010000-01-01T00:00:00Z",
                "+999999-01-01T00:00:00Z",
                "+1000000000-12-31T23:59:59.999999999Z"
            })
    void refusesMomentsOfNoCalendar(String moment) {
        Sold plan = subscribers.plan(1900, "monthly", null);
        TestUser user = users.signUp();

        Answer start = subscribers.admin(
                "/admin/users/" + user.id() + "/subscriptions",
                Map.of("plan_code", plan.code(), "provider", "manual", "start_at", moment));
        Customer customer = subscribers.start(user, plan);
        Answer cancel =
                subscribers.admin("/admin/subscriptions/" + customer.subscription() + "/cancel", Map.of("at", moment));

        assertThat(start.status()).as(start.toString()).isEqualTo(422);
        assertThat(cancel.status()).as(cancel.toString()).isEqualTo(422);
    }

    private static void assertUnratable(Answer answer) {
        assertThat(answer.status() + " " + answer.code()).isEqualTo("409 cannot_be_rated");
    }
}
