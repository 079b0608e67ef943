package io.tollgate.billing.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.AtOnce;
import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.engine.Subscribers.Answer;
import io.tollgate.billing.engine.Subscribers.Customer;
import io.tollgate.billing.engine.Subscribers.Sold;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/** A subscription is never in another currency than its customer's account: its invoices could not be made. */
@IntegrationTest
class OneCurrencyTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    private Subscribers subscribers;
    private LocalDate first;

    @BeforeEach
    void setUp() {
        subscribers = new Subscribers(http, users, db);
        first = Subscribers.january31(MutableClock.shared().instant()).plusDays(1);
    }

    /** Neither the trial nor a month without a base fee has made an invoice yet. */
    @Test
    void isSettledByASubscriptionThatHasNoInvoiceYet() {
        Sold metered = subscribers.plan(0, "monthly", "0.10");
        for (Sold plan : List.of(subscribers.plan(1900, "monthly", null, 14, "create_invoice"), metered)) {
            Customer customer = onFirst(plan);

            assertThat(choose(customer.user(), "EUR").code()).isEqualTo("currency_settled");
            assertThat(choose(customer.user(), "USD").status()).isEqualTo(200);

            subscribers.travel(customer.user(), Subscribers.noon(first.plusMonths(1)));
            assertThat(subscribers.row(customer))
                    .containsEntry("status", "active")
                    .containsEntry("parked_reason", null);
        }
    }

    /** Last month's usage is still to be asked for. */
    @Test
    void staysSettledUntilAnEndedOneIsBilled() {
        Customer customer = onFirst(subscribers.plan(0, "monthly", "0.10"));
        assertThat(subscribers
                        .admin("/admin/subscriptions/" + customer.subscription() + "/cancel", Map.of())
                        .status())
                .isEqualTo(200);

        assertThat(choose(customer.user(), "EUR").code()).isEqualTo("currency_settled");
        subscribers.travel(customer.user(), Subscribers.noon(first.plusMonths(2)));
        assertThat(choose(customer.user(), "EUR").status()).isEqualTo(200);
    }

    @Test
    void isChosenOrSettledButNotBothAtOnce() {
        Sold plan = subscribers.plan(0, "monthly", "0.10");
        List<TestUser> several = List.of(users.signUp(), users.signUp(), users.signUp(), users.signUp());

        List<Answer> _ = AtOnce.times(
                8,
                call -> call % 2 == 0
                        ? choose(several.get(call / 2), "EUR")
                        : subscribers.tryStart(several.get(call / 2), plan, "manual"));

        assertThat(several)
                .allSatisfy(user -> assertThat(subscribers.query("""
                        select a.currency, count(s.id) as subscriptions from billing_accounts a
                            left join subscriptions s on s.user_id = a.user_id and s.engine
                        where a.user_id = '%s' group by a.currency""".formatted(user.id())))
                        .containsAnyOf(
                                Map.of("currency", "EUR", "subscriptions", 0L),
                                Map.of("currency", "USD", "subscriptions", 1L)));
    }

    private Answer choose(TestUser user, String currency) {
        return subscribers.send(user, HttpMethod.PATCH, "/billing/account", Map.of("currency", currency));
    }

    private Customer onFirst(Sold plan) {
        TestUser user = subscribers.user("UTC");
        subscribers.travel(user, Subscribers.noon(first));
        return subscribers.start(user, plan);
    }
}
