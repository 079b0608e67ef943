package io.tollgate.auth.mfa;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.MutableClock;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.password.PasswordHashing;
import io.tollgate.auth.password.PasswordRepository;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** A person with a password, an authenticator app and a sheet of recovery codes, over real HTTP. */
public final class MfaClient {

    public static final String PASSWORD = "rather long and odd 42";

    /** One hash for all: made once. */
    private static volatile @Nullable String hash;

    private final WebTestClient http;
    private final TestUsers testUsers;
    private final MutableClock clock;
    private final DatabaseClient db;
    private final PasswordHashing hashing;
    private final PasswordRepository passwords;

    public MfaClient(ApplicationContext context, WebTestClient http) {
        this.http = http;
        this.testUsers = context.getBean(TestUsers.class);
        this.clock = context.getBean(MutableClock.class);
        this.db = context.getBean(DatabaseClient.class);
        this.hashing = context.getBean(PasswordHashing.class);
        this.passwords = context.getBean(PasswordRepository.class);
    }

    public record Answer(int status, @Nullable JsonNode body, HttpHeaders headers) {

        public String text(String field) {
            return body.get(field).asString();
        }

        public String code() {
            return body == null || !body.has("code") ? "" : text("code");
        }

        public Answer expect(int wanted) {
            assertThat(status).as("%s", body).isEqualTo(wanted);
            return this;
        }
    }

    /** Somebody with an authenticator app. */
    public record Enrolled(TestUser user, String secret, List<String> recoveryCodes) {}

    /** With a password, and signed in. */
    public TestUser signUp() {
        return withPassword(testUsers.signUp());
    }

    public TestUser withPassword(TestUser user) {
        if (hash == null) {
            hash = hashing.hash(PASSWORD).block();
        }
        passwords.insert(user.id(), hash).block();
        return user;
    }

    public Enrolled enrolled() {
        return enrol(signUp());
    }

    public Enrolled enrol(TestUser user) {
        String secret = post("/mfa/totp", user.token(), null).expect(200).text("secret");
        Answer confirmed = post("/mfa/totp/confirm", user.token(), Map.of("code", nextCode(secret)))
                .expect(200);
        List<String> codes = new ArrayList<>();
        confirmed.body().get("recovery_codes").forEach(code -> codes.add(code.asString()));
        return new Enrolled(steppedUp(user), secret, codes);
    }

    /** The session in which a factor was added was opened without it: as after a step-up, another takes its place. */
    private TestUser steppedUp(TestUser user) {
        execute(
                "update sessions set ended_at = now(), ended_reason = 'superseded' where user_id = :id and ended_at is null",
                user);
        return testUsers.againWithSecondFactor(user);
    }

    /** A code that was never shown before: time goes on by a step. */
    public String nextCode(String secret) {
        clock.advance(Duration.ofSeconds(Totp.PERIOD_SECONDS));
        return codeOf(secret, 0);
    }

    /** @param away steps from now */
    public String codeOf(String secret, int away) {
        return Totp.code(TotpSecret.parse(secret).bytes(), Totp.step(clock.instant()) + away);
    }

    /** Of none of the steps that could count in the next minutes. */
    public String wrongCode(String secret) {
        for (int candidate = 0; ; candidate++) {
            String code = "%06d".formatted(candidate);
            if (IntStream.rangeClosed(-3, 12)
                    .noneMatch(away -> codeOf(secret, away).equals(code))) {
                return code;
            }
        }
    }

    /** To the beginning of a step, so that what follows happens in one. */
    public void toTheBeginningOfAStep() {
        long into = Math.floorMod(clock.millis(), Totp.PERIOD_SECONDS * 1000L);
        clock.advance(Duration.ofMillis(Totp.PERIOD_SECONDS * 1000L - into + 500));
    }

    public Answer login(TestUser user) {
        return post("/login", null, Map.of("email", user.user().email(), "password", PASSWORD));
    }

    /** The first step of a login that wants a second. */
    public String mfaToken(TestUser user) {
        return login(user).expect(200).text("mfa_token");
    }

    public Answer complete(String mfaToken, String method, String code) {
        return post("/login/mfa", null, Map.of("mfa_token", mfaToken, "method", method, "code", code));
    }

    public int refresh(String token) {
        return post("/refresh-token", null, Map.of("refresh_token", token)).status();
    }

    public int me(String token) {
        return send(HttpMethod.GET, "/me", token, null).status();
    }

    public Answer post(String path, @Nullable String token, @Nullable Map<String, ?> body) {
        return send(HttpMethod.POST, path, token, body);
    }

    public Answer send(HttpMethod method, String path, @Nullable String token, @Nullable Object body) {
        WebTestClient.RequestBodySpec request = http.method(method).uri(path).headers(headers -> {
            if (token != null) {
                headers.setBearerAuth(token);
            }
        });
        if (body != null) {
            request.contentType(MediaType.APPLICATION_JSON).bodyValue(body);
        }
        EntityExchangeResult<JsonNode> result =
                request.exchange().expectBody(JsonNode.class).returnResult();
        return new Answer(result.getStatus().value(), result.getResponseBody(), result.getResponseHeaders());
    }

    /** How often each outcome of this action stands in the audit log. */
    public Map<String, Long> outcomes(String action, TestUser user) {
        Map<String, Long> counts = new HashMap<>();
        db.sql("""
                        select outcome, count(*) as times from audit_log
                        where action = :action and (subject_id = :id::text or actor_id = :id) group by outcome
                        """)
                .bind("action", action)
                .bind("id", user.id())
                .map(row -> Map.entry(row.get("outcome", String.class), row.get("times", Long.class)))
                .all()
                .collectList()
                .block()
                .forEach(entry -> counts.put(entry.getKey(), entry.getValue()));
        return counts;
    }

    /** How many of the user's sessions are alive. */
    public long liveSessions(TestUser user) {
        return db.sql("select count(*) from sessions where user_id = :id and ended_at is null")
                .bind("id", user.id())
                .mapValue(Long.class)
                .one()
                .block();
    }

    public void execute(String sql, TestUser user) {
        db.sql(sql).bind("id", user.id()).then().block();
    }
}
