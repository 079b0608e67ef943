package io.tollgate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the local product has to begin with, as the product is asked for it. */
class LocalCatalogueTest {

    private final JsonMapper json = new JsonMapper();
    private final List<JsonNode> plans = new CopyOnWriteArrayList<>();
    private final List<String> charges = new CopyOnWriteArrayList<>();
    private HttpServer product;
    private int charged = 200;

    @BeforeEach
    void listen() throws IOException {
        product = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        product.createContext("/login", call -> answer(call, 200, "{\"token\": \"t\"}"));
        product.createContext("/billing/metrics", call -> answer(call, 201, "{}"));
        product.createContext("/billing/plans", this::plan);
        product.start();
    }

    @AfterEach
    void stop() {
        product.stop(0);
    }

    @Test
    void sellsThePlansOfTheOriginalAtTheirPrices() {
        assertThat(offer()).isEqualTo("basic, pro-usage and ent, metered by units");

        assertThat(plans)
                .extracting(plan -> "%s %s %s, %s days"
                        .formatted(
                                plan.path("code").asString(),
                                plan.path("price_cents").asInt(),
                                plan.path("billing_period").asString(),
                                plan.path("trial_days").asInt()))
                .containsExactly(
                        "basic 9900 monthly, 14 days", "pro-usage 19900 monthly, 14 days", "ent 49900 monthly, 0 days");
        assertThat(charges)
                .containsExactly(
                        "/billing/plans/basic/charges units package 0.20 for 1000 after 100000",
                        "/billing/plans/pro-usage/charges units package 0.20 for 1000 after 100000",
                        "/billing/plans/ent/charges units package 0.20 for 1000 after 100000");
    }

    /** A plan that counts nothing would be free but for its fee. */
    @Test
    void failsWhereAPlanCannotCharge() {
        charged = 422;

        assertThatIllegalStateException().isThrownBy(this::offer).withMessageContaining("basic");
        assertThat(plans).hasSize(1);
    }

    private String offer() {
        return LocalCatalogue.offer("http://127.0.0.1:" + product.getAddress().getPort(), "admin@x", "secret");
    }

    private void plan(HttpExchange call) throws IOException {
        JsonNode body = json.readTree(call.getRequestBody().readAllBytes());
        if (call.getRequestMethod().equals("POST")) {
            plans.add(body);
            answer(call, 201, "{\"id\": \"%s\"}".formatted(body.path("code").asString()));
            return;
        }
        JsonNode charge = body.path("charges").path(0);
        JsonNode terms = charge.path("terms");
        charges.add("%s %s %s %s for %s after %s"
                .formatted(
                        call.getRequestURI().getPath(),
                        charge.path("metric").asString(),
                        charge.path("model").asString(),
                        terms.path("price").asString(),
                        terms.path("size").asInt(),
                        terms.path("free").asInt()));
        answer(call, charged, "{}");
    }

    private static void answer(HttpExchange call, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        call.sendResponseHeaders(status, bytes.length);
        try (call) {
            call.getResponseBody().write(bytes);
        }
    }
}
