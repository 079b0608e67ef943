package io.tollgate.auth;

import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import io.tollgate.platform.time.Ids;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

/** How long it takes to register an address, or to begin a login with a passkey, does not tell who has an account. */
@IntegrationTest
class NameSecrecyTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private Ids ids;

    private AuthCalls calls;
    private List<String> known;

    @BeforeEach
    void signUp() {
        calls = new AuthCalls(http);
        known = IntStream.range(0, Stopwatch.TURNS)
                .mapToObj(_ -> testUsers.signUp().user().email())
                .toList();
    }

    @Test
    void takesAsLongToRegisterAKnownAddressAsANewOne() {
        register(stranger());
        Stopwatch.findsNoDifference("register", turn -> register(known.get(turn)), _ -> register(stranger()));
    }

    @Test
    void takesAsLongToBeginALoginWithAPasskeyForANameThatNobodyHas() {
        begin(stranger());
        Stopwatch.findsNoDifference("passkey options", turn -> begin(known.get(turn)), _ -> begin(stranger()));
    }

    private void register(String email) {
        calls.post(
                "/register",
                Map.of("email", email, "username", "u" + unique(), "password", "rather long and odd 42"),
                201);
    }

    private void begin(String email) {
        calls.post("/login/passkey/options", Map.of("email", email), 200);
    }

    private String stranger() {
        return unique() + "@example.test";
    }

    private String unique() {
        return ids.next().toString().replace("-", "").substring(4, 32);
    }
}
