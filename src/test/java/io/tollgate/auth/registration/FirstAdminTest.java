package io.tollgate.auth.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.IntegrationTest;
import io.tollgate.LocalServers;
import io.tollgate.MutableClock;
import io.tollgate.OwnThreads;
import io.tollgate.SecondNode;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Mono;

/** Two nodes of a new deployment that start at once on an empty database. */
@IntegrationTest
@ExtendWith(OutputCaptureExtension.class)
class FirstAdminTest {

    private static final String EMAIL = "Root@example.com";
    private static final String PASSWORD = "a first password 99";

    @Autowired
    private DatabaseClient db;

    @Autowired
    private MutableClock clock;

    @Test
    void isMadeOnceByTwoNodesAndNeverOverwritten(CapturedOutput output) {
        Map<String, String> deployment = newDeployment("first_admin");
        try (Nodes nodes = startTwo(deployment)) {
            DatabaseClient fresh = nodes.one().bean(DatabaseClient.class);
            assertThat(count(fresh, "select count(*) from users where is_admin and is_verified"))
                    .isEqualTo(1);
            assertThat(count(fresh, "select count(*) from users")).isEqualTo(1);
            assertThat(login(nodes.one().http(), PASSWORD)).isEqualTo(200);
            assertThat(login(nodes.other().http(), PASSWORD)).isEqualTo(200);
            // The same race, of the first signing key.
            assertThat(count(fresh, "select count(*) from signing_keys")).isEqualTo(1);
            assertThat(keySet(nodes.one())).isEqualTo(keySet(nodes.other()));
        }
        assertThat(output).doesNotContain("There is no administrator");
        deployment.put("TOLLGATE_ADMIN_PASSWORD", "another password 77");
        try (SecondNode again = SecondNode.start(clock, deployment)) {
            assertThat(login(again.http(), "another password 77")).isEqualTo(401);
            assertThat(login(again.http(), PASSWORD)).isEqualTo(200);
            DatabaseClient fresh = again.bean(DatabaseClient.class);
            fresh.sql("update users set is_admin = false").then().block();
            again.bean(FirstAdmin.class).makeWhenMissing().block();
            assertThat(output).contains("There is no administrator, and none was made: TOLLGATE_ADMIN_EMAIL");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "root@example.com, '', must be set together",
        "'', a first password 99, must be set together",
        "no address, a first password 99, TOLLGATE_ADMIN_EMAIL is not an e-mail address"
    })
    void stopsTheStartWhenItsSettingsAreNoGood(String email, String password, String sentence) {
        new ApplicationContextRunner()
                .withInitializer(new ConfigDataApplicationContextInitializer())
                .withUserConfiguration(Bound.class)
                .withPropertyValues("TOLLGATE_ADMIN_EMAIL=" + email, "TOLLGATE_ADMIN_PASSWORD=" + password)
                .run(context -> assertThat(messages(context.getStartupFailure()))
                        .contains(sentence)
                        .doesNotContain(PASSWORD));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(FirstAdminProperties.class)
    static class Bound {}

    @Test
    void stopsTheStartWithoutAGoodSecret() {
        assertRefused(Map.of("TOLLGATE_SECRET_KEY", ""), "TOLLGATE_SECRET_KEY must be 32 bytes or more in base64");
        assertRefused(Map.of("JWT_ALGORITHM", "none"), "JWT_ALGORITHM must be");
    }

    /** The keys in the database are not readable with it: better no start than new keys nobody asked for. */
    @Test
    void stopsTheStartWithAnotherSecretThanTheDatabaseWasFilledWith() {
        assertRefused(
                Map.of(
                        "TOLLGATE_SECRET_KEY",
                        Base64.getEncoder().encodeToString(new byte[32]),
                        "TOLLGATE_SECRET_KEY_PREVIOUS",
                        Base64.getEncoder().encodeToString(new byte[33])),
                "TOLLGATE_SECRET_KEY is not the key");
    }

    private void assertRefused(Map<String, String> settings, String sentence) {
        assertThatThrownBy(() -> SecondNode.start(clock, settings).close())
                .satisfies(fault -> assertThat(messages(fault)).contains(sentence));
    }

    private static String messages(Throwable fault) {
        StringBuilder all = new StringBuilder();
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            all.append(cause).append('\n');
        }
        return all.toString();
    }

    private record Nodes(SecondNode one, SecondNode other) implements AutoCloseable {
        @Override
        public void close() {
            one.close();
            other.close();
        }
    }

    private Nodes startTwo(Map<String, String> deployment) {
        Mono<SecondNode> start =
                Mono.fromCallable(() -> SecondNode.start(clock, deployment)).subscribeOn(OwnThreads.SCHEDULER);
        return Mono.zip(start, start, Nodes::new).block();
    }

    private Map<String, String> newDeployment(String database) {
        db.sql("drop database if exists " + database).then().block();
        db.sql("create database " + database).then().block();
        String url = LocalServers.shared().environment().get("DATABASE_URL");
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("DATABASE_URL", url.substring(0, url.lastIndexOf('/') + 1) + database);
        settings.put("KAFKA_TOPIC_PREFIX", database + ".");
        settings.put("tollgate.redis.key-prefix", database + ":");
        settings.put("TOLLGATE_ROLES", "api");
        settings.put("TOLLGATE_ADMIN_EMAIL", EMAIL);
        settings.put("TOLLGATE_ADMIN_PASSWORD", PASSWORD);
        return settings;
    }

    private static String keySet(SecondNode node) {
        return node.http()
                .get()
                .uri("/.well-known/jwks.json")
                .exchange()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
    }

    private static int login(WebTestClient node, String password) {
        return node.post()
                .uri("/login")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("email", "root@example.com", "password", password))
                .exchange()
                .expectBody()
                .returnResult()
                .getStatus()
                .value();
    }

    private static long count(DatabaseClient database, String sql) {
        return database.sql(sql).mapValue(Long.class).one().block();
    }
}
