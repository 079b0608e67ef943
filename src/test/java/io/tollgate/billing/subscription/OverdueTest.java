package io.tollgate.billing.subscription;

import static io.tollgate.billing.subscription.Lifecycle.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.TestStripe;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.stripeemulator.Fault;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whoever has to pay first is told where. */
class OverdueTest extends LifecycleTest {

    private final JsonMapper json = new JsonMapper();
    private TestUser user;
    private String dearer;

    @BeforeEach
    void failARenewal() {
        user = buyers.subscriber(buyers.dailyPlan(1000));
        dearer = buyers.dailyPlan(3000);
        stripe.cardDeclines(buyers.customer(user), true);
        TestStripe.advance(Duration.ofHours(26));
        life.await("past due", user, "status", "past_due");
    }

    @Test
    void leadsToTheInvoiceThatIsOpenAndOnAfterItIsPaid() {
        String page = refusal("change", Map.of("plan_code", dearer))
                .path("payment_url")
                .asString();
        assertThat(page).startsWith("http");
        for (String what : Set.of("change/preview", "upgrade")) {
            assertThat(refusal(what, Map.of("plan_code", dearer))
                            .path("payment_url")
                            .asString())
                    .as(what)
                    .isEqualTo(page);
        }
        assertThat(refusal("pause", null).path("payment_url").asString()).isEqualTo(page);

        stripe.cardDeclines(buyers.customer(user), false);
        stripe.payInvoice(page.replaceAll(".*/", ""));

        life.await("in good standing", user, "status", "active");
        Awaiting.until("nothing is under way", () -> stripe.deliveriesUnderWay() == 0);
        assertThat(life.ok(life.post(user, "change", dearer)).path("status").asString())
                .isEqualTo("changed");
    }

    @Test
    void refusesWithoutAnAddressWhenStripeDoesNotGiveIt() {
        stripe.fail(Fault.status(500).on("GET", "/v1/invoices*").untilCleared());

        refused(life.post(user, "change", dearer), 409, "payment_overdue");
        assertThat(refusal("change", Map.of("plan_code", dearer)).has("payment_url"))
                .isFalse();
    }

    private JsonNode refusal(String what, Object body) {
        return json.readTree(life.send(user, HttpMethod.POST, "/billing/subscriptions/" + what, body)
                .expectStatus()
                .isEqualTo(409)
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("payment_overdue")
                .returnResult()
                .getResponseBody());
    }
}
