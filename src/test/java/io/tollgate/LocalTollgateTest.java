package io.tollgate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How {@code mvn spring-boot:test-run} meets a machine on which somebody else is at home. */
class LocalTollgateTest {

    private static final List<String> PORTS = List.of(
            "SERVER_PORT",
            "LOCAL_POSTGRES_PORT",
            "LOCAL_REDIS_PORT",
            "LOCAL_KAFKA_PORT",
            "LOCAL_SMTP_PORT",
            "LOCAL_MAIL_PAGE_PORT",
            "LOCAL_STRIPE_PORT",
            "LOCAL_PROVIDER_PORT",
            "LOCAL_PAYMOB_PORT");

    /** By the variable that alone takes it off this machine. */
    private static final Map<String, String> GIVEN = Map.of(
            "LOCAL_POSTGRES_PORT", "DATABASE_URL",
            "LOCAL_REDIS_PORT", "REDIS_URL",
            "LOCAL_KAFKA_PORT", "KAFKA_BOOTSTRAP_SERVERS",
            "LOCAL_SMTP_PORT", "SMTP_HOST",
            "LOCAL_MAIL_PAGE_PORT", "SMTP_HOST",
            "LOCAL_STRIPE_PORT", "STRIPE_SECRET_KEY",
            "LOCAL_PROVIDER_PORT", "GOOGLE_CLIENT_ID",
            "LOCAL_PAYMOB_PORT", "PAYMOB_SECRET_KEY");

    private final Map<String, String> environment = new HashMap<>();
    private ServerSocket somebody;
    private String taken;

    @BeforeEach
    void listen() throws IOException {
        somebody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        taken = Integer.toString(somebody.getLocalPort());
        PORTS.forEach(variable -> environment.put(variable, Integer.toString(Ports.free())));
    }

    @AfterEach
    void leave() throws IOException {
        somebody.close();
    }

    @Test
    void namesThePortThatIsTakenAndTheVariableThatMovesIt() {
        for (String variable : PORTS) {
            Map<String, String> clash = with(variable, taken);
            assertThatIllegalStateException()
                    .isThrownBy(() -> Ports.from(clash).requireFree(clash))
                    .withMessage(
                            "Already in use: {%s=%s}. Stop what listens there or set the variable.", variable, taken);
        }
    }

    @Test
    void wantsNoPortForAServerThatTheEnvironmentNames() {
        GIVEN.forEach((port, given) -> {
            Map<String, String> elsewhere = with(port, taken);
            elsewhere.put(given, "elsewhere");
            assertThatCode(() -> Ports.from(elsewhere).requireFree(elsewhere)).doesNotThrowAnyException();
        });
    }

    @Test
    void saysWhichVariableIsNoPort() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Ports.from(with("LOCAL_KAFKA_PORT", "ninety")))
                .withMessage("LOCAL_KAFKA_PORT is not a port: ninety");
    }

    @Test
    void startsNoServerThatTheEnvironmentNames() {
        Map<String, String> all = Map.of(
                "DATABASE_URL",
                "postgresql://there",
                "REDIS_URL",
                "redis://there",
                "KAFKA_BOOTSTRAP_SERVERS",
                "there:9092",
                "SMTP_HOST",
                "there");
        try (LocalServers servers = LocalServers.start(Ports.ANY, all)) {
            assertThat(servers.environment()).isEqualTo(all);
            assertThat(servers.hasMail()).isFalse();
        }
    }

    /** A second start with another key would be refused, with another password nobody could log in. */
    @Test
    void wantsTheKeyAndThePasswordOfADatabaseThatStays() {
        Map<String, String> half = with("DATABASE_URL", "postgresql://there");
        half.put("TOLLGATE_SECRET_KEY", "a key");
        assertThatIllegalStateException()
                .isThrownBy(() -> LocalSecrets.require(half))
                .withMessageContaining("TOLLGATE_ADMIN_PASSWORD");
        half.put("TOLLGATE_ADMIN_PASSWORD", "a password");
        assertThatCode(() -> LocalSecrets.require(half)).doesNotThrowAnyException();
        assertThatCode(() -> LocalSecrets.require(environment)).doesNotThrowAnyException();
    }

    @Test
    void tellsTheStoryWhoTheAdministratorIs(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("admin.env");
        LocalSecrets.keepForTheStory(file, "boss@example.test", "it's $HOME `here`");

        Process shell = new ProcessBuilder(
                        "sh",
                        "-c",
                        ". \"$1\"; printf '%s %s' \"$ADMIN_EMAIL\" \"$ADMIN_PASSWORD\"",
                        "sh",
                        file.toString())
                .start();
        assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("boss@example.test it's $HOME `here`");
    }

    /** Before anything is started: it is over in a moment, and leaves nothing behind. */
    @Test
    void endsWithOneSentenceWhenItsPortIsTaken() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        LocalTollgate.class.getName())
                .redirectErrorStream(true);
        builder.environment().putAll(with("SERVER_PORT", taken));
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(said.strip())
                .isEqualTo("Tollgate did not start. Already in use: {SERVER_PORT=%s}.".formatted(taken)
                        + " Stop what listens there or set the variable.");
    }

    private Map<String, String> with(String variable, String value) {
        Map<String, String> changed = new HashMap<>(environment);
        changed.put(variable, value);
        return changed;
    }
}
