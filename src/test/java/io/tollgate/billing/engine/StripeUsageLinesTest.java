package io.tollgate.billing.engine;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestStripe;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.Buyers;
import io.tollgate.billing.engine.Subscribers.Customer;
import io.tollgate.billing.engine.Subscribers.Sold;
import io.tollgate.stripeemulator.Controls;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

@IntegrationTest
class StripeUsageLinesTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private StripeUsageLines usageLines;

    private final Controls stripe = TestStripe.controls();

    /** However often Stripe tells of it. */
    @Test
    void addsWhatWasUsedToStripesDraftOnce() {
        Subscribers subscribers = new Subscribers(http, users, db);
        Buyers buyers = new Buyers(http, users, db);
        String code = buyers.dailyPlan(1900);
        Sold plan = subscribers.metered(code, "0.10");
        TestUser user = buyers.subscriber(code);
        UUID id = (UUID) buyers.subscriptions(user).getFirst().get("id");
        String customer = buyers.customer(user);
        stripe.keepDrafts(customer, true);
        subscribers.use(new Customer(user, id), plan, MutableClock.shared().instant(), 42);

        TestStripe.advance(Duration.ofHours(25));

        Awaiting.until("the usage is on the draft", () -> items(customer) == 1);
        String invoice = (String)
                buyers.query("select invoice_id from stripe_usage_bills where subscription_id = '%s'".formatted(id))
                        .getFirst()
                        .get("invoice_id");
        usageLines.made(invoice).block();
        stripe.keepDrafts(customer, false);
        Awaiting.until("it is paid", () -> amounts(buyers, user).equals(List.of(1900L, 2320L)));
    }

    private long items(String customer) {
        return stripe.requests("POST", "/v1/invoiceitems").stream()
                .filter(request -> String.valueOf(request).contains(customer))
                .count();
    }

    private static List<Object> amounts(Buyers buyers, TestUser user) {
        return buyers.payments(user).stream()
                .map(payment -> payment.get("amount_cents"))
                .toList();
    }
}
