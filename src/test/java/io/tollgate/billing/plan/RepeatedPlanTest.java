package io.tollgate.billing.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.AtOnce;
import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** An administrator whose client did not hear the answer. */
@IntegrationTest
class RepeatedPlanTest {

    private final String key = UUID.randomUUID().toString();
    private final String code = "repeated-" + key;

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Test
    void isMadeOnce() {
        WebTestClient admin = users.admin().authorized(http);
        EntityExchangeResult<JsonNode> first = create(admin, 1900);
        EntityExchangeResult<JsonNode> second = create(admin, 1900);

        assertThat(first.getStatus().value()).isEqualTo(201);
        assertThat(second.getStatus().value()).isEqualTo(201);
        assertThat(second.getResponseBody()).isEqualTo(first.getResponseBody());
        assertThat(second.getResponseHeaders().getFirst("Idempotent-Replayed")).isEqualTo("true");
        assertThat(create(admin, 2900).getResponseBody().get("code").asString()).isEqualTo("idempotency_key_reused");
        assertThat(onSale()).hasSize(1);
        assertThat(onSale().getFirst().get("price_cents").asLong()).isEqualTo(1900);
    }

    /** Else the second would be told that its code is taken. */
    @Test
    void isMadeOnceByTwoAtOnce() {
        WebTestClient admin = users.admin().authorized(http);
        List<EntityExchangeResult<JsonNode>> answers = AtOnce.times(8, _ -> create(admin, 1900));

        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.getStatus().value())
                        .as("%s", answer.getResponseBody())
                        .isIn(201, 409));
        assertThat(answers)
                .filteredOn(answer -> answer.getStatus().value() == 409)
                .allSatisfy(answer -> assertThat(
                                answer.getResponseBody().get("code").asString())
                        .isEqualTo("idempotency_key_in_use"));
        assertThat(create(admin, 1900).getStatus().value()).isEqualTo(201);
        assertThat(onSale()).hasSize(1);
    }

    private EntityExchangeResult<JsonNode> create(WebTestClient admin, long cents) {
        return admin.post()
                .uri("/billing/plans")
                .header("Idempotency-Key", key)
                .bodyValue(Map.of("name", "New", "code", code, "price_cents", cents, "billing_period", "monthly"))
                .exchange()
                .expectBody(JsonNode.class)
                .returnResult();
    }

    private List<JsonNode> onSale() {
        return http.get()
                .uri("/billing/plans")
                .exchange()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody()
                .valueStream()
                .filter(plan -> plan.get("code").asString().equals(code))
                .toList();
    }
}
