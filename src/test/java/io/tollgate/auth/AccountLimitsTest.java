package io.tollgate.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.CallingAddress;
import io.tollgate.IntegrationTest;
import io.tollgate.Mailbox;
import io.tollgate.MutableClock;
import io.tollgate.SecondNode;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.password.PasswordHashing;
import io.tollgate.auth.password.PasswordRepository;
import io.tollgate.platform.redis.Redis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import tools.jackson.databind.JsonNode;

/**
 * What limits and tarpit do to accounts, as often as is configured, in longer times: to their owners, and to who looks for them. The other node
 * sends the mails.
 */
@IntegrationTest
class AccountLimitsTest {

    /** Behind a proxy, so that a test says where it calls from. Hashing is cheap, since it is not what is looked at. */
    private static final Map<String, String> LIMITED = Map.ofEntries(
            Map.entry("TOLLGATE_ROLES", "api"),
            Map.entry("RATE_LIMIT_ENABLED", "true"),
            Map.entry("TRUSTED_PROXIES", "127.0.0.1,::1"),
            Map.entry("tollgate.auth.password.memory", "7168"),
            Map.entry("tollgate.auth.password.iterations", "1"),
            Map.entry("tollgate.auth.guessing.max-failures", "5"),
            Map.entry("tollgate.auth.guessing.max-code-failures", "5"),
            Map.entry("tollgate.auth.login-code.flow-required", "true"),
            // What has come back meanwhile would tell two sequences of calls apart by the time they took.
            Map.entry("tollgate.rate-limits.policies.login-ip.period", "1h"),
            Map.entry("tollgate.rate-limits.policies.login.period", "1h"),
            Map.entry("tollgate.rate-limits.policies.reset-ip.period", "1h"));

    private static final Pattern CODE = Pattern.compile("(?m)^(\\d{6})$");
    private static final Set<String> OWN_TO_EACH = Set.of("Date", "X-Request-Id", "Content-Length", "Location");

    private static SecondNode node;

    private final String home = CallingAddress.next();

    @BeforeAll
    static void start() {
        node = SecondNode.start(MutableClock.shared(), LIMITED);
        Awaiting.until(() -> node.bean(Redis.class).up());
    }

    @AfterAll
    static void stop() {
        // While a hash of another cost is there, all nodes measure it, and whoever is refused waits as long as it
        // takes.
        node.bean(DatabaseClient.class)
                .sql("delete from passwords where hash like '$argon2id$v=19$m=7168,%'")
                .then()
                .block();
        node.close();
    }

    @Test
    void lockNoOwnerOutOfTheirPlaceWhoeverGuessesElsewhere() {
        TestUser owner = withPassword(node.users().signUp());
        assertThat(logIn(owner, Logins.PASSWORD, home)).isEqualTo(200);
        List<Integer> guesses = IntStream.range(0, 60)
                .mapToObj(_ -> logIn(owner, "not this one 123", CallingAddress.next()))
                .toList();
        assertThat(guesses).startsWith(401, 401).endsWith(429, 429);
        assertThat(logIn(owner, Logins.PASSWORD, home)).isEqualTo(200);
    }

    @Test
    void letAnOwnerInByCodeWhoeverGuessesElsewhere() {
        TestUser owner = node.users().signUp();
        String email = owner.user().email();
        assertThat(logInByCode(email, 1)).isEqualTo(200);
        for (int i = 0; i < 25; i++) {
            Map<String, String> guess = Map.of("email", email, "code", "123456", "flow_id", "made up");
            assertThat(post("/login/code", guess, CallingAddress.next())
                            .getStatus()
                            .value())
                    .isIn(400, 429);
        }
        MutableClock.shared().advance(Duration.ofSeconds(61));
        assertThat(logInByCode(email, 2)).isEqualTo(200);
    }

    @Test
    void wantTheFlowOfACodeWhereTheDeploymentDoes() {
        JsonNode refusal = post("/login/code", Map.of("email", "a@example.test", "code", "123456"), home)
                .getResponseBody();
        assertThat(refusal.get("errors").propertyNames()).containsExactly("flow_id");
    }

    /** Else the point of refusal, or what the headers count, would tell who has an account or when they use it. */
    @ParameterizedTest
    @CsvSource({"/login, 5, 12", "/register, 4, 4", "/forget-password, 4, 4", "/request/login-code, 4, 4"})
    void answerKnownUnknownAndDeactivatedAddressesAlike(String path, int least, int most) {
        List<Map<String, String>> unknown = untilRefused(path, "u" + UUID.randomUUID() + "@example.test");
        assertThat(untilRefused(path, withPassword(node.users().signUp()).user().email()))
                .isEqualTo(unknown);
        assertThat(untilRefused(
                        path, withPassword(node.users().deactivated()).user().email()))
                .isEqualTo(unknown);
        assertThat(unknown).hasSizeBetween(least, most);
        assertThat(unknown.getLast()).containsEntry("status", "429").containsKey("Retry-After");
        assertThat(unknown)
                .allSatisfy(answer -> assertThat(answer)
                        .hasEntrySatisfying(
                                "RateLimit", quota -> assertThat(quota).doesNotContain("mail"))
                        .hasEntrySatisfying(
                                "RateLimit-Policy", policy -> assertThat(policy).doesNotContain("mail")));
    }

    /** Each answer by what it shows, the refusal last. */
    private static List<Map<String, String>> untilRefused(String path, String email) {
        String from = CallingAddress.next();
        List<Map<String, String>> answers = new ArrayList<>();
        do {
            answers.add(shown(post(path, body(path, email), from)));
        } while (!"429".equals(answers.getLast().get("status")) && answers.size() < 40);
        return answers;
    }

    private static Map<String, String> body(String path, String email) {
        return switch (path) {
            case "/login" -> Map.of("email", email, "password", "not this one 123");
            case "/register" ->
                Map.of(
                        "email",
                        email,
                        "username",
                        "n" + UUID.randomUUID().toString().replace("-", ""),
                        "password",
                        Logins.PASSWORD);
            default -> Map.of("email", email);
        };
    }

    /** Seconds count down while the test runs; what is left does not. */
    private static Map<String, String> shown(EntityExchangeResult<JsonNode> answer) {
        Map<String, String> shown = new TreeMap<>();
        answer.getResponseHeaders().forEach((name, values) -> {
            if (!OWN_TO_EACH.contains(name)) {
                shown.put(name, values.toString().replaceAll("t=\\d+", "t=?"));
            }
        });
        shown.computeIfPresent("Retry-After", (_, _) -> "some time");
        shown.put("status", Integer.toString(answer.getStatus().value()));
        return shown;
    }

    private int logInByCode(String email, int mail) {
        String flow = post("/request/login-code", Map.of("email", email), home)
                .getResponseBody()
                .get("flow_id")
                .asString();
        Matcher code =
                CODE.matcher(Mailbox.of(email).await(mail).get(mail - 1).text().replace("\r", ""));
        assertThat(code.find()).isTrue();
        return post("/login/code", Map.of("email", email, "code", code.group(1), "flow_id", flow), home)
                .getStatus()
                .value();
    }

    private static int logIn(TestUser user, String password, String from) {
        return post("/login", Map.of("email", user.user().email(), "password", password), from)
                .getStatus()
                .value();
    }

    private static TestUser withPassword(TestUser user) {
        return new Logins(node.http(), node.bean(PasswordHashing.class), node.bean(PasswordRepository.class))
                .withPassword(user);
    }

    private static EntityExchangeResult<JsonNode> post(String path, Map<String, String> body, String from) {
        return node.http()
                .post()
                .uri(path)
                .header("X-Forwarded-For", from)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectBody(JsonNode.class)
                .returnResult();
    }
}
