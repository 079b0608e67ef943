package io.tollgate.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.mailbox.OneTimeSecret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Links and codes from before a new password, which somebody else may hold: none is good any more. */
@IntegrationTest
class OlderSecretsTest {

    /** What holds them, by the kind. */
    private static final Map<String, String> KINDS = Map.of(
            "link of a verification", "one_time_tokens where purpose = 'verify_email' and user_id = :id",
            "link of a reset", "one_time_tokens where purpose = 'reset_password' and user_id = :id",
            "change of the address", "email_changes where user_id = :id",
            "login code", "login_codes where user_id = :id",
            "wanted second factor", "mfa_challenges where user_id = :id",
            "challenge for a passkey", "passkey_challenges where user_id = :id",
            "way to a provider", "social_flows where user_id = :id",
            "hand-off to an app", "social_hand_offs where user_id = :id");

    /** Those that no user without a second factor or another provider comes by. */
    private static final List<String> INSERTS = List.of("""
            insert into one_time_tokens (user_id, purpose, token_hash, email, created_at, expires_at)
            select id, 'verify_email', sha256(:id::text::bytea), email, :now, :later from users where id = :id
            """, """
            insert into mfa_challenges (id, user_id, token_hash, methods, factors_version, ip, request_id, created_at, expires_at)
            values (gen_random_uuid(), :id, sha256(:id::text::bytea), '{totp}', 0, '-', '-', :now, :later)
            """, """
            insert into passkey_challenges (hash, purpose, user_id, expires_at)
            select sha256(id::text::bytea), 'register', id, :later from users where id = :id and created_at <= :now
            """, """
            insert into social_flows (state_hash, provider, browser_hash, user_id, expires_at)
            select sha256(id::text::bytea), 'google', 'x', id, :later from users where id = :id and created_at <= :now
            """, """
            insert into social_hand_offs (code_hash, provider, subject, user_id, challenge, expires_at)
            select sha256(id::text::bytea), 'google', '1', id, 'x', :later from users where id = :id and created_at <= :now
            """);

    @Autowired
    private WebTestClient http;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private MutableClock clock;

    @Autowired
    private List<OneTimeSecret> holders;

    private AuthCalls calls;
    private Letters letters;
    private TestUser user;

    @BeforeEach
    void signUp() {
        calls = new AuthCalls(http);
        letters = new Letters(context, http);
        user = letters.user();
    }

    @Test
    void areGoneAfterAReset() {
        Given given = giveOneOfEach();
        calls.post("/new-password", Map.of("token", given.reset(), "password", Letters.NEXT_PASSWORD), 202);
        requireNoneLeft(given);
    }

    @Test
    void areGoneAfterAChangeOfThePassword() {
        Given given = giveOneOfEach();
        calls.with(user.token())
                .post(
                        "/change-password",
                        Map.of("old_password", Logins.PASSWORD, "new_password", Letters.NEXT_PASSWORD),
                        200);
        requireNoneLeft(given);
        calls.post("/new-password", Map.of("token", given.reset(), "password", "yet another séntence"), 401);
    }

    private record Given(String reset, String change, Map<String, String> code) {}

    private Given giveOneOfEach() {
        Given given = new Given(letters.reset(), letters.change(), letters.code());
        INSERTS.forEach(this::insert);
        assertThat(holders).as("a new kind is to be given here, too").hasSize(6);
        assertThat(kinds(count -> count == 1)).containsExactlyInAnyOrderElementsOf(KINDS.keySet());
        return given;
    }

    private void requireNoneLeft(Given given) {
        assertThat(kinds(count -> count > 0)).isEmpty();
        calls.post("/me/email/confirm", Map.of("token", given.change()), 401);
        calls.post("/me/email/confirm", Map.of("token", letters.changeAtTheOldMailbox()), 401);
        calls.post("/login/code", given.code(), 400);
    }

    private List<String> kinds(Predicate<Long> number) {
        return KINDS.entrySet().stream()
                .filter(kind -> number.test(count(kind.getValue())))
                .map(Map.Entry::getKey)
                .toList();
    }

    private long count(String rows) {
        return db.sql("select count(*) from " + rows)
                .bind("id", user.id())
                .mapValue(Long.class)
                .one()
                .block();
    }

    private void insert(String sql) {
        db.sql(sql)
                .bind("id", user.id())
                .bind("now", clock.instant())
                .bind("later", clock.instant().plus(Duration.ofMinutes(10)))
                .then()
                .block();
    }
}
