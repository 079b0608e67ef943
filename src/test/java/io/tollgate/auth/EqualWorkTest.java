package io.tollgate.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What the database is asked for an address that has an account, and for one that has none: the same, so that no time tells. */
@IntegrationTest
class EqualWorkTest {

    private static final List<String> WORK =
            List.of("users", "one_time_tokens", "email_changes", "audit_log", "insert into outbox");

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    @Test
    void isTheSameForAWrongCodeOfWhoeverItIs() {
        TestUser waiting = users.unverified();
        AuthCalls calls = new AuthCalls(http);
        calls.with(waiting.token()).post("/request/verify", Map.of(), 202);
        new AuthRows(db).awaitSent(waiting.user().email());
        Map<String, Integer> ofNobody = guess(calls, stranger());
        assertThat(ofNobody).hasSize(2);
        assertThat(guess(calls, waiting.user().email()))
                .as("who was sent a code")
                .isEqualTo(ofNobody);
        assertThat(guess(calls, users.signUp().user().email()))
                .as("who was sent none")
                .isEqualTo(ofNobody);
    }

    @Test
    void isTheSameForAChangeToATakenAddressAndToAFreeOne() {
        TestUser user = users.signUp();
        String taken = users.signUp().user().email();
        Map<String, Integer> ofFree = change(user, stranger());
        assertThat(ofFree)
                .anySatisfy((sql, times) -> {
                    assertThat(sql).contains("insert into outbox").doesNotContain("audit_log");
                    assertThat(times).as("mails").isEqualTo(2);
                })
                .anySatisfy((sql, _) -> assertThat(sql).contains("insert into email_changes"));
        assertThat(change(user, taken)).isEqualTo(ofFree);
        assertThat(change(user, users.deactivated().user().email())).isEqualTo(ofFree);
    }

    private static Map<String, Integer> guess(AuthCalls calls, String email) {
        return Statements.leastOf(WORK, () -> calls.post("/verify", Map.of("email", email, "code", "12345x"), 401));
    }

    private Map<String, Integer> change(TestUser user, String address) {
        AuthCalls calls = new AuthCalls(http).with(user.token());
        return Statements.leastOf(WORK, () -> calls.post("/me/email", Map.of("email", address), 202));
    }

    private static String stranger() {
        return UUID.randomUUID() + "@example.test";
    }
}
