package io.tollgate.auth.registration;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.Mailbox;
import io.tollgate.MutableClock;
import io.tollgate.SecondNode;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

@IntegrationTest
class RegistrationTest {

    private static final String PASSWORD = "rather long and odd 42";

    @Autowired
    private WebTestClient http;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private MutableClock clock;

    @Test
    void makesAUserWithProfileAndSendsALink() {
        String name = name();
        JsonNode user = register(name + "@Example.COM", name, PASSWORD, 201);
        assertThat(user.propertyNames()).containsExactly("id", "email", "username", "provider");
        assertThat(user.get("email").asString()).isEqualTo(name + "@Example.COM");
        assertThat(user.get("provider").asString()).isEqualTo("local");
        assertThat(count(
                        "select count(*) from profiles p join users u on u.id = p.user_id where u.email = :it"
                                + " and not u.is_verified and u.is_active and not u.is_admin",
                        email(name)))
                .isEqualTo(1);
        Mailbox.Received mail = Mailbox.of(name + "@Example.COM").awaitOne();
        assertThat(mail.subject()).isEqualTo("Email Verification");
        assertThat(mail.link()).startsWith("http://tollgate.test/verify?token=");
    }

    @Test
    void keepsNeitherPasswordNorLinkReadable() {
        String name = name();
        register(email(name), name, PASSWORD, 201);
        String token = Mailbox.of(email(name)).awaitOne().link().split("token=")[1];
        assertThat(one(
                        "select p.hash from passwords p join users u on u.id = p.user_id where u.email = :it",
                        email(name)))
                .startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(one(
                        "select encode(t.token_hash, 'hex') from one_time_tokens t join users u on u.id = t.user_id"
                                + " where u.email = :it",
                        email(name)))
                .hasSize(64)
                .doesNotContain(token);
        assertThat(count("select count(*) from audit_log where details::text like '%' || :it || '%'", email(name)))
                .isZero();
    }

    @Test
    void answersAKnownAddressLikeANewOneAndWritesToItsOwner() {
        String name = name();
        JsonNode first = register(email(name), name, PASSWORD, 201);
        verify(name);
        String other = name();
        JsonNode second = register(email(name).toUpperCase(Locale.ROOT), other, PASSWORD, 201);

        assertThat(second.propertyNames()).isEqualTo(first.propertyNames());
        assertThat(second.get("username").asString()).isEqualTo(other);
        assertThat(second.get("id")).isNotEqualTo(first.get("id"));
        assertThat(count("select count(*) from users where username = :it", other))
                .isZero();
        assertThat(Mailbox.of(email(name)).await("You already have an account").text())
                .isNotBlank();
    }

    @Test
    void sendsAnotherLinkAndNothingElseToAnUnverifiedOwner() {
        String name = name();
        register(email(name), name, PASSWORD, 201);
        String hash =
                one("select p.hash from passwords p join users u on u.id = p.user_id where u.email = :it", email(name));
        clock.advance(Duration.ofMinutes(2));
        register(email(name), name(), "another password 77", 201);

        assertThat(Mailbox.of(email(name)).await(2).getLast().subject()).isEqualTo("Email Verification");
        assertThat(one(
                        "select p.hash from passwords p join users u on u.id = p.user_id where u.email = :it",
                        email(name)))
                .isEqualTo(hash);
    }

    @Test
    void saysThatAUsernameIsTakenWhetherOrNotTheAddressIsKnown() {
        String name = name();
        register(email(name), name, PASSWORD, 201);
        JsonNode unknown = register(email(name()), name.toUpperCase(Locale.ROOT), PASSWORD, 400);
        JsonNode known = register(email(name), name, PASSWORD, 400);
        assertThat(unknown.get("code").asString()).isEqualTo("username_taken");
        assertThat(unknown.get("detail").asString()).isEqualTo("Username already exists");
        assertThat(known.get("code")).isEqualTo(unknown.get("code"));
    }

    @Test
    void revealsKnownAddressesOnlyWhereTheDeploymentWantsIt() {
        String name = name();
        register(email(name), name, PASSWORD, 201);
        SecondNode node = SecondNode.sharedWithOtherRules();
        JsonNode refusal = register(node.http(), body(email(name), name, PASSWORD), 400);
        assertThat(refusal.get("detail").asString()).isEqualTo("Email already exists");
        assertThat(refusal.get("code").asString()).isEqualTo("email_taken");
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

    private void verify(String name) {
        db.sql("update users set is_verified = true where email = :it")
                .bind("it", email(name))
                .then()
                .block();
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
