package io.tollgate.billing.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers;
import io.tollgate.billing.engine.Subscribers.Customer;
import io.tollgate.billing.engine.Subscribers.Sold;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** What a subscriber is shown of their usage is what the next invoice asks for it. */
@IntegrationTest
class SoFarTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private MutableClock clock;

    private Subscribers subscribers;

    @BeforeEach
    void setUp() {
        subscribers = new Subscribers(http, users, db);
    }

    /** With a minimum, which shrinks with what is left of the period. */
    @Test
    void isWhatTheNextInvoiceAsksAfterAChange() {
        Sold old = subscribers.plan(1000, "monthly", "0.10");
        Sold dearer = subscribers.plan(2000, "monthly", "0.20");
        subscribers.run("update plan_charges set minimum_spend = 3000 where plan_version_id = '%s'"
                .formatted(dearer.versionId()));
        Customer customer = subscribers.start(subscribers.user("UTC"), old);
        Instant begin = clock.instant();
        subscribers.use(customer, old, begin, 40);
        assertThat(usage(customer).path("charges").path(0).path("amount").asLong())
                .isEqualTo(400);
        subscribers.travel(customer.user(), begin.plus(Duration.ofDays(12)));

        assertThat(subscribers.change(customer, dearer).status()).isEqualTo(200);
        subscribers.use(customer, dearer, begin.plus(Duration.ofDays(12)).plusSeconds(1), 3);

        JsonNode shown = usage(customer);
        assertThat(shown.path("charges").path(0).path("quantity").asString()).isEqualTo("3");
        assertThat(shown.path("counted_from").asString())
                .isGreaterThan(shown.path("period_start").asString());
        long amount = shown.path("charges").path(0).path("amount").asLong();
        assertThat(amount).isBetween(61L, 2999L).isEqualTo(upcoming(customer));
    }

    @Test
    void isNothingInATrial() {
        Sold plan = subscribers.plan(1000, "monthly", "0.10", 14, "create_invoice");
        Customer customer = subscribers.start(subscribers.user("UTC"), plan);
        subscribers.use(customer, plan, clock.instant(), 5);

        JsonNode charge = usage(customer).path("charges").path(0);

        assertThat(charge.path("quantity").asString()).isEqualTo("5");
        assertThat(charge.path("amount").asLong(-1)).isZero();
    }

    private JsonNode usage(Customer customer) {
        Subscribers.Answer mine = subscribers.get(customer.user(), "/billing/usage/me");
        assertThat(mine.status()).isEqualTo(200);
        String path = "/admin/subscriptions/" + customer.subscription() + "/usage";
        assertThat(subscribers.send(users.admin(), HttpMethod.GET, path, null).body())
                .isEqualTo(mine.body());
        return mine.body();
    }

    /** Of usage. */
    private long upcoming(Customer customer) {
        JsonNode lines = subscribers
                .get(customer.user(), "/billing/invoices/upcoming")
                .body()
                .path("lines");
        return lines.valueStream()
                .filter(line -> !line.path("kind").asString().equals("base"))
                .mapToLong(line -> line.path("amount").asLong())
                .sum();
    }
}
