package io.tollgate.billing.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.SecondNode;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.engine.Subscribers.Customer;
import io.tollgate.billing.engine.Subscribers.Sold;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** Plans without a base fee that cost by what is used, where users subscribe to what is run here. */
@IntegrationTest
class PayPerUseTest {

    private static SecondNode node;

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    @BeforeAll
    static void start() {
        node = SecondNode.start(MutableClock.shared(), Map.of("BILLING_PROVIDER", "manual", "TOLLGATE_ROLES", "api"));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void areBilledToWhoComesFromAFreeOne() {
        Subscribers subscribers = new Subscribers(http, users, db);
        Sold free = subscribers.plan(0, "monthly", null);
        Sold payPerUse = subscribers.plan(0, "monthly", "0.02");
        Instant begin = Subscribers.noon(
                Subscribers.january31(MutableClock.shared().instant()).plusDays(1));
        TestUser user = subscribers.user("UTC");
        subscribers.travel(user, begin);
        UUID first = subscription(choose(user, "subscribe", free, 201));
        assertThat(row(subscribers, first)).containsEntry("engine", false);

        JsonNode changed = choose(user, "change", payPerUse, 200);

        assertThat(changed.path("status").asString()).isEqualTo("changed");
        Customer customer = new Customer(user, subscription(changed));
        assertThat(row(subscribers, first))
                .containsEntry("status", "canceled")
                .containsEntry("replaced_by", customer.subscription());
        subscribers.travel(user, begin.plusSeconds(60));
        assertThat(subscribers.tell(IntStream.range(0, 10)
                        .mapToObj(i -> Subscribers.event(customer, payPerUse, begin.plusSeconds(i), 1))
                        .toList()))
                .isEqualTo(10);
        subscribers.travel(user, begin.plusSeconds(32 * 86_400));
        assertThat(subscribers.invoices(customer))
                .extracting(invoice -> invoice.get("total"))
                .containsExactly(20L);
    }

    private static Map<String, Object> row(Subscribers subscribers, UUID id) {
        return subscribers
                .query("select * from subscriptions where id = '%s'".formatted(id))
                .getFirst();
    }

    private static UUID subscription(JsonNode answer) {
        return UUID.fromString(answer.path("subscription").path("id").asString());
    }

    private static JsonNode choose(TestUser user, String how, Sold plan, int status) {
        return user.authorized(node.http())
                .post()
                .uri("/billing/subscriptions/" + how)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("plan_code", plan.code()))
                .exchange()
                .expectStatus()
                .isEqualTo(status)
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
    }
}
