package io.tollgate.auth.registration;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.SecondNode;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.AuthCalls;
import io.tollgate.auth.AuthRows;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** What registering an address tells of whether it had an account: nothing, in none of the steps that may follow. */
@IntegrationTest
class RegistrationSecrecyTest {

    private static final String PASSWORD = "rather long and odd 42";
    private static final String TOLD = "You already have an account";

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private MutableClock clock;

    @Autowired
    private DatabaseClient db;

    private AuthCalls calls;
    private String known;
    private String unknown;

    @BeforeEach
    void addresses() {
        calls = new AuthCalls(http);
        known = testUsers.signUp().user().email();
        unknown = name() + "@example.test";
    }

    @Test
    void takesTheUsernameWhetherOrNotTheAddressIsKnown() {
        for (String email : List.of(known, unknown)) {
            String name = name();
            register(email, name, 201);
            assertThat(register(name() + "@example.test", name.toUpperCase(Locale.ROOT), 400)
                            .get("code")
                            .asString())
                    .isEqualTo("username_taken");
            assertThat(register(email, name, 400).get("code").asString()).isEqualTo("username_taken");
            assertThat(rename(testUsers.signUp(), name)).isEqualTo(400);
        }
    }

    @Test
    void letsAReservedNameGoAfterAMonth() {
        String name = name();
        register(known, name, 201);
        clock.advance(Duration.ofDays(31));
        register(name() + "@example.test", name, 201);
    }

    @Test
    void writesToTheOwnerOnceAMinuteAtMost() {
        AuthRows rows = new AuthRows(db);
        register(known, name(), 201);
        register(known, name(), 201);
        assertThat(rows.mailsTo(known)).containsExactly(TOLD);
        clock.advance(Duration.ofSeconds(61));
        register(known, name(), 201);
        assertThat(rows.mailsTo(known)).containsExactly(TOLD, TOLD);
    }

    @Test
    void answersALoginAlikeWhereTheDeploymentWantsProofFirst() {
        AuthCalls there = new AuthCalls(SecondNode.sharedWithoutProviders().http());
        for (String email : List.of(known, unknown)) {
            register(email, name(), 201);
            JsonNode answer = there.post("/login", Map.of("email", email, "password", PASSWORD), 401);
            assertThat(answer.get("code").asString()).isEqualTo("invalid_credentials");
        }
    }

    private JsonNode register(String email, String username, int status) {
        return calls.post("/register", Map.of("email", email, "username", username, "password", PASSWORD), status);
    }

    private int rename(TestUser user, String name) {
        return http.method(HttpMethod.PATCH)
                .uri("/me")
                .header(HttpHeaders.AUTHORIZATION, "Bearer " + user.token())
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("username", name))
                .exchange()
                .expectBody()
                .returnResult()
                .getStatus()
                .value();
    }

    private static String name() {
        return "n" + UUID.randomUUID().toString().replace("-", "");
    }
}
