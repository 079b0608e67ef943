package io.tollgate.billing.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.engine.Subscribers.Answer;
import io.tollgate.billing.engine.Subscribers.Customer;
import io.tollgate.billing.engine.Subscribers.Sold;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What makes no sense of a subscription that is run here, or of none. */
@IntegrationTest
class EngineRefusalsTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    private Subscribers subscribers;
    private TestUser user;

    @BeforeEach
    void setUp() {
        subscribers = new Subscribers(http, users, db);
        user = subscribers.user("UTC");
        LocalDate first = Subscribers.january31(MutableClock.shared().instant()).plusDays(1);
        subscribers.travel(user, Subscribers.noon(first));
    }

    @Test
    void upgradesOnNoCheckoutPageWhatIsNotPaidOnOne() {
        Customer customer = subscribers.start(user, subscribers.plan(1900, "monthly", null));
        Sold larger = subscribers.plan(4900, "monthly", null);

        Answer answer = subscribers.send(
                user, HttpMethod.POST, "/billing/subscriptions/upgrade", Map.of("plan_code", larger.code()));

        refused(answer, 409, "not_by_checkout");
        assertThat(subscribers.query("select 1 from checkouts where user_id = '%s'".formatted(user.id())))
                .isEmpty();
        assertThat(subscribers.change(customer, larger).status()).isEqualTo(200);
    }

    @Test
    void pausesNoTrial() {
        Customer customer = subscribers.start(user, subscribers.plan(1900, "monthly", null, 14, "cancel"));

        refused(subscribers.act(customer, "pause"), 409, "nothing_to_pause");

        assertThat(subscribers.row(customer)).containsEntry("status", "trialing");
    }

    @Test
    void foreseesNoInvoiceOfWhoHasNoSubscription() {
        String upcoming = "/billing/invoices/upcoming";
        refused(subscribers.get(user, upcoming), 404, "nothing_upcoming");

        Customer customer = subscribers.start(user, subscribers.plan(1900, "monthly", null));
        assertThat(subscribers.get(user, upcoming).status()).isEqualTo(200);
        assertThat(subscribers.act(customer, "cancel").status()).isEqualTo(200);

        refused(subscribers.get(user, upcoming), 404, "nothing_upcoming");
    }

    private static void refused(Answer answer, int status, String code) {
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
    }
}
