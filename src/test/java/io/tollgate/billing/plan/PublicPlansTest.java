package io.tollgate.billing.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.SecondNode;
import io.tollgate.TestUsers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

@IntegrationTest
class PublicPlansTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Test
    void showsTheSeededPlansToAnyoneCheapestFirst() {
        http.get()
                .uri("/billing/plans")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$[?(@.code=='free')].price_cents")
                .isEqualTo(0)
                .jsonPath("$[0].price_cents")
                .isEqualTo(0)
                .jsonPath("$[?(@.code=='pro')].price_cents")
                .isEqualTo(1900)
                .jsonPath("$[?(@.code=='free')].currency")
                .isEqualTo("USD")
                .jsonPath("$[0].id")
                .isNotEmpty()
                .jsonPath("$[0].tier")
                .doesNotExist();
    }

    @Test
    void ordersAllByPrice() {
        String between = create("between-" + UUID.randomUUID(), 1234);
        List<JsonNode> plans = http.get()
                .uri("/billing/plans")
                .exchange()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody()
                .valueStream()
                .toList();

        assertThat(plans).extracting(plan -> plan.get("code").asString()).containsSubsequence("free", between, "pro");
        assertThat(plans).extracting(plan -> plan.get("price_cents").asLong()).isSorted();
    }

    private String create(String code, long cents) {
        users.admin()
                .authorized(http)
                .post()
                .uri("/billing/plans")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("name", "New", "code", code, "price_cents", cents, "billing_period", "monthly"))
                .exchange()
                .expectStatus()
                .isCreated();
        return code;
    }

    @Test
    void showsOnePlan() {
        http.get()
                .uri("/billing/plans/019aa3a0-0000-7000-8000-000000000002")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .json("""
                        {"id": "019aa3a0-0000-7000-8000-000000000002", "name": "Pro", "code": "pro",
                         "price_cents": 1900, "currency": "USD"}
                        """);
    }

    @Test
    void answersAnUnknownPlanWithAProblem() {
        http.get()
                .uri("/billing/plans/" + UUID.randomUUID())
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("plan_not_found")
                .jsonPath("$.detail")
                .isEqualTo("No plan found for this id");
    }

    @Test
    void answersAnIdThatIsNoneWithAProblem() {
        http.get()
                .uri("/billing/plans/pro")
                .exchange()
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors.id")
                .isNotEmpty();
    }

    @Test
    void sendsNothingTwiceToWhomHasIt() {
        String etag = http.get()
                .uri("/billing/plans/019aa3a0-0000-7000-8000-000000000002")
                .exchange()
                .expectBody()
                .returnResult()
                .getResponseHeaders()
                .getETag();

        assertThat(etag).startsWith("\"");
        http.get()
                .uri("/billing/plans/019aa3a0-0000-7000-8000-000000000002")
                .header(HttpHeaders.IF_NONE_MATCH, etag)
                .exchange()
                .expectStatus()
                .isNotModified()
                .expectHeader()
                .valueEquals(HttpHeaders.ETAG, etag)
                .expectBody()
                .isEmpty();
        http.get()
                .uri("/billing/plans/019aa3a0-0000-7000-8000-000000000002")
                .header(HttpHeaders.IF_NONE_MATCH, "\"something else\"")
                .exchange()
                .expectStatus()
                .isOk();
    }

    @Test
    void showsAChangeOnOtherNodesWithoutDelay() {
        String code = "node-" + UUID.randomUUID();
        SecondNode other = SecondNode.shared();
        other.http().get().uri("/billing/plans").exchange().expectStatus().isOk();
        String _ = create(code, 0);

        Awaiting.until(
                "the other node shows it",
                () -> new String(
                                other.http()
                                        .get()
                                        .uri("/billing/plans")
                                        .exchange()
                                        .expectBody()
                                        .returnResult()
                                        .getResponseBody(),
                                StandardCharsets.UTF_8)
                        .contains(code));
    }
}
