package io.tollgate.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.Mailbox;
import io.tollgate.MutableClock;
import io.tollgate.SecondNode;
import io.tollgate.TestEnvironment;
import io.tollgate.auth.mfa.MfaClient;
import io.tollgate.auth.mfa.MfaClient.Enrolled;
import io.tollgate.platform.jobs.JobType;
import io.tollgate.platform.jobs.Outbox;
import io.tollgate.platform.secret.GivenSecrets;
import io.tollgate.platform.secret.SecretKeys.Purpose;
import io.tollgate.platform.time.Secrets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/** In the middle of a rotation: one node seals with the old secret, this one with the new, and each is given both. */
@IntegrationTest
class SecretRotationTest {

    private static final JobType<Map<String, String>> RESEAL = reseal();

    private static SecondNode oldNode;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private WebTestClient http;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private Outbox outbox;

    private MfaClient before;
    private MfaClient after;

    @BeforeAll
    static void start() {
        oldNode = SecondNode.start(
                MutableClock.shared(),
                Map.of(
                        "TOLLGATE_ROLES",
                        "api",
                        "TOLLGATE_SECRET_KEY",
                        TestEnvironment.PREVIOUS_SECRET_KEY,
                        "TOLLGATE_SECRET_KEY_PREVIOUS",
                        TestEnvironment.SECRET_KEY));
    }

    @AfterAll
    static void stop() {
        oldNode.close();
    }

    @BeforeEach
    void clients() {
        before = new MfaClient(context, oldNode.http());
        after = new MfaClient(context, http);
    }

    @Test
    void keepsAuthenticatorsWhichAreSealedAnew() {
        Enrolled ada = before.enrolled();
        after.complete(after.mfaToken(ada.user()), "totp", after.nextCode(ada.secret()))
                .expect(200);
        outbox.enqueue(RESEAL, "test", Map.of()).block();
        // The job of a node's start may have been faster.
        String current = GivenSecrets.encryption(context.getBean(Secrets.class), TestEnvironment.SECRET_KEY)
                .current()
                .hex();
        Awaiting.until("sealed anew", () -> secretOf(ada).startsWith(current));
        before.complete(before.mfaToken(ada.user()), "totp", before.nextCode(ada.secret()))
                .expect(200);
        after.complete(after.mfaToken(ada.user()), "totp", after.nextCode(ada.secret()))
                .expect(200);
    }

    @Test
    void keepsRecoveryCodesAlsoThoseOfBeforeTheyWereSealed() {
        Enrolled ada = before.enrolled();
        List<String> codes = ada.recoveryCodes();
        recover(after, ada, codes.get(0), 200);
        recover(before, ada, codes.get(0), 401);
        UUID id = ada.user().id();
        byte[] mac = GivenSecrets.keys(TestEnvironment.PREVIOUS_SECRET_KEY)
                .mac(Purpose.RECOVERY_CODES, id + ":0123456789abcdef");
        db.sql("insert into recovery_codes (user_id, code_hash, created_at) values (:id, :mac, now())")
                .bind("id", id)
                .bind("mac", mac)
                .then()
                .block();
        recover(after, ada, "0123-4567-89ab-cdef", 200);
        recover(before, ada, "0123-4567-89ab-cdef", 401);
    }

    @Test
    void keepsSessions() {
        Enrolled ada = before.enrolled();
        String first = before.complete(before.mfaToken(ada.user()), "totp", before.nextCode(ada.secret()))
                .expect(200)
                .text("refresh_token");
        String second = refreshed(after, first);
        String third = refreshed(before, second);
        assertThat(after.refresh(third)).isEqualTo(200);
    }

    @Test
    void keepsLoginCodesWithTheirFlowsAndTries() {
        String email = after.signUp().user().email();
        String flow = ask(before, email);
        String code = code(email);
        assertThat(ask(after, email)).as("asked again elsewhere").isEqualTo(flow);
        assertThat(ask(before, email)).as("and again").isEqualTo(flow);
        for (int i = 0; i < 4; i++) {
            String wrong = code.equals("000000") ? "000001" : "000000";
            login(i % 2 == 0 ? after : before, email, wrong, flow, 400);
        }
        login(after, email, code, flow, 200);
        login(before, email, code, flow, 400);
        assertThat(codeRows(flow)).isEqualTo(1);
    }

    @Test
    void spendsTheTriesOfACodeOnceForAllNodes() {
        String email = after.signUp().user().email();
        String flow = ask(after, email);
        String code = code(email);
        for (int i = 0; i < 5; i++) {
            String wrong = code.equals("000000") ? "000001" : "000000";
            login(i % 2 == 0 ? before : after, email, wrong, flow, 400);
        }
        login(before, email, code, flow, 400);
        login(after, email, code, flow, 400);
    }

    @SuppressWarnings("unchecked")
    private static JobType<Map<String, String>> reseal() {
        return new JobType<>("maintenance.reseal", "maintenance", (Class<Map<String, String>>) (Class<?>) Map.class);
    }

    private static String refreshed(MfaClient client, String token) {
        return client.post("/refresh-token", null, Map.of("refresh_token", token))
                .expect(200)
                .text("refresh_token");
    }

    private static void recover(MfaClient client, Enrolled who, String code, int status) {
        var _ = client.complete(client.mfaToken(who.user()), "recovery_code", code)
                .expect(status);
    }

    private static String ask(MfaClient client, String email) {
        return client.post("/request/login-code", null, Map.of("email", email))
                .expect(200)
                .text("flow_id");
    }

    private static void login(MfaClient client, String email, String code, String flow, int status) {
        var _ = client.post("/login/code", null, Map.of("email", email, "code", code, "flow_id", flow))
                .expect(status);
    }

    private static String code(String email) {
        return Pattern.compile("(?m)^(\\d{6})$")
                .matcher(Mailbox.of(email).awaitOne().text().replace("\r", ""))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
    }

    private String secretOf(Enrolled who) {
        return db.sql("select secret from totp where user_id = :id")
                .bind("id", who.user().id())
                .map(row -> HexFormat.of().formatHex(row.get("secret", byte[].class)))
                .one()
                .block();
    }

    private long codeRows(String flow) {
        return db.sql(
                        "select count(*) from login_codes where flow_id = translate(rtrim(encode(sha256(:flow::bytea), 'base64'), '='), '+/', '-_')")
                .bind("flow", flow)
                .mapValue(Long.class)
                .one()
                .block();
    }
}
