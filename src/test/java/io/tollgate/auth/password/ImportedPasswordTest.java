package io.tollgate.auth.password;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.AuthCalls;
import io.tollgate.auth.Stopwatch;
import io.tollgate.auth.password.Argon2Hash.Cost;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Somebody whose hash comes from the original system, made by passlib 1.7.4. */
@IntegrationTest
class ImportedPasswordTest {

    private static final String PASSWORD = "wait for it\u2026 \u00bd \ufb01ne";
    private static final String HASH =
            "$argon2id$v=19$m=65536,t=3,p=4$/Z+z1pqTMuY85xwD4DynNA$ubBGOCx51o67uZdgt9nDnoUchSGbRBPMVWjYiy3yFb8";

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private PasswordRepository passwords;

    @Autowired
    private PasswordHashing hashing;

    @Autowired
    private RefusalTime refusalTime;

    private TestUser user;

    @BeforeEach
    void bring() {
        user = testUsers.signUp();
        passwords.insert(user.id(), HASH).block();
    }

    /** The other tests of this database need not wait for what is here. */
    @AfterEach
    void takeAway() {
        passwords.delete(user.id()).block();
        refusalTime.learn().block();
    }

    @Test
    void letsThemInAndMakesTheHashAnew() {
        login(200);
        assertThat(passwords.find(user.id()).block()).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        login(200);
    }

    @Test
    void doesNotLetThemStandOutByTime() {
        String ours = hashing.hash("another one").block();
        refusalTime.learn().block();
        Stopwatch.findsNoDifference("imported or nobody's", 5, _ -> refuse(HASH), _ -> refuse(null));
        Stopwatch.findsNoDifference("imported or ours", 5, _ -> refuse(HASH), _ -> refuse(ours));
    }

    /** As they are from before the settings were raised. */
    @Test
    void doesNotLetThemStandOutByTimeWhereTheirHashIsCheaper() {
        String cheap = new Argon2Hash(new Cost(8_192, 1, 1), new byte[16], new byte[32]).phc();
        String ours = hashing.hash("another one").block();
        passwords.delete(user.id()).block();
        passwords.insert(user.id(), cheap).block();
        refusalTime.learn().block();
        Stopwatch.findsNoDifference("cheaper or nobody's", 5, _ -> refuse(cheap), _ -> refuse(null));
        Stopwatch.findsNoDifference("cheaper or ours", 5, _ -> refuse(cheap), _ -> refuse(ours));
    }

    private void refuse(@Nullable String stored) {
        assertThat(hashing.verify("not this one", stored).block()).isFalse();
    }

    private void login(int status) {
        new AuthCalls(http).post("/login", Map.of("email", user.user().email(), "password", PASSWORD), status);
    }
}
