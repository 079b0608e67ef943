package io.tollgate.auth.registration;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.OwnThreads;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Registrations at the same moment. */
@IntegrationTest
class RegistrationRacesTest {

    private static final String PASSWORD = "rather long and odd 42";

    @Autowired
    private WebTestClient http;

    @Autowired
    private DatabaseClient db;

    @Test
    void makesOneUserOfParallelRegistrations() {
        String name = name();
        List<Integer> statuses = Flux.range(0, 8)
                .flatMap(
                        i -> Mono.fromCallable(() -> status(body(email(name), name + "x" + i, PASSWORD)))
                                .subscribeOn(OwnThreads.SCHEDULER),
                        8)
                .collectList()
                .block();
        assertThat(statuses).containsOnly(201);
        assertThat(count("select count(*) from users where email = :it", email(name)))
                .isEqualTo(1);
        assertThat(count(
                        "select count(*) from passwords p join users u on u.id = p.user_id where u.email = :it",
                        email(name)))
                .isEqualTo(1);
    }

    private JsonNode register(String email, String username, String password, int status) {
        return register(http, body(email, username, password), status);
    }

    private JsonNode register(WebTestClient client, Map<String, ?> body, int status) {
        EntityExchangeResult<JsonNode> result = client.post()
                .uri("/register")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectBody(JsonNode.class)
                .returnResult();
        assertThat(result.getStatus().value())
                .as("%s", result.getResponseBody())
                .isEqualTo(status);
        return result.getResponseBody();
    }

    private int status(Map<String, ?> body) {
        return http.post()
                .uri("/register")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectBody()
                .returnResult()
                .getStatus()
                .value();
    }

    private long count(String sql, String it) {
        return db.sql(sql).bind("it", it).mapValue(Long.class).one().block();
    }

    private String one(String sql, String it) {
        return db.sql(sql).bind("it", it).mapValue(String.class).one().block();
    }

    private static Map<String, String> body(String email, String username, String password) {
        return Map.of("email", email, "username", username, "password", password);
    }

    private static String name() {
        return "n" + UUID.randomUUID().toString().replace("-", "");
    }

    private static String email(String name) {
        return name + "@example.com";
    }
}
