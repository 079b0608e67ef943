package io.tollgate.auth.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.AtOnce;
import io.tollgate.IntegrationTest;
import io.tollgate.Mailbox;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.AuthCalls;
import io.tollgate.auth.AuthRows;
import io.tollgate.auth.Logins;
import io.tollgate.auth.OpenTransaction;
import io.tollgate.auth.password.PasswordHashing;
import io.tollgate.auth.password.PasswordRepository;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/** A link and a code that prove the same mailbox at the same moment: both claim the user first, so neither waits for the other in vain. */
@IntegrationTest
class VerificationLocksTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private PasswordHashing hashing;

    @Autowired
    private PasswordRepository passwords;

    @Autowired
    private DatabaseClient db;

    private AuthCalls calls;
    private TestUser user;
    private String link;

    @BeforeEach
    void askForALink() {
        calls = new AuthCalls(http);
        user = testUsers.unverified();
        calls.with(user.token()).post("/request/verify", Map.of(), 202);
        link = Mailbox.of(user.user().email()).awaitOne().link().split("token=")[1];
    }

    @Test
    void takesNoLinkBeforeItsUser() {
        CompletableFuture<Integer> verified;
        try (OpenTransaction login =
                OpenTransaction.begin(db, "select from users where id = $1 for no key update", user.id())) {
            verified = login.meet(this::verify);
            assertThat(verified).isNotDone();
            login.execute("delete from one_time_tokens where user_id = $1");
        }
        assertThat(verified.join()).isEqualTo(401);
        assertThat(new AuthRows(db).verified(user.id())).isFalse();
    }

    @Test
    void proveTheMailboxTogether() {
        Logins logins = new Logins(http, hashing, passwords);
        Mailbox mailbox = Mailbox.of(user.user().email());
        calls.post("/request/login-code", Map.of("email", user.user().email()), 200);
        String code = mailbox.await("Login Code")
                .text()
                .replace("\r", "")
                .lines()
                .filter(line -> line.matches("\\d{6}"))
                .findFirst()
                .orElseThrow();
        List<Integer> statuses =
                AtOnce.times(8, number -> number % 2 == 0 ? verify() : Logins.status(logins.attemptByCode(user, code)));
        assertThat(statuses).allMatch(status -> status < 500).contains(200);
        assertThat(new AuthRows(db).verified(user.id())).isTrue();
    }

    private int verify() {
        return calls.send("/verify", Map.of("token", link)).getStatus().value();
    }
}
