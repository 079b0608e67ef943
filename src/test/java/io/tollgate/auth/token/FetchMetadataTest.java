package io.tollgate.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.Logins;
import io.tollgate.auth.password.PasswordHashing;
import io.tollgate.auth.password.PasswordRepository;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** By which headers alone a browser is known, whose refresh token no script may read. */
@IntegrationTest
class FetchMetadataTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private PasswordHashing hashing;

    @Autowired
    private PasswordRepository passwords;

    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Site, same-origin, true",
        "Sec-Fetch-Dest, empty, true",
        "Sec-Fetch-Mode, cors, false",
        "User-Agent, Mozilla/5.0, false"
    })
    void givesBrowsersACookieAndEverybodyElseABody(String header, String value, boolean browser) {
        TestUser user = new Logins(http, hashing, passwords).withPassword(testUsers.signUp());
        EntityExchangeResult<JsonNode> answer = http.post()
                .uri("/login")
                .header(header, value)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("email", user.user().email(), "password", Logins.PASSWORD))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult();
        assertThat(answer.getResponseCookies().containsKey("refresh_token")).isEqualTo(browser);
        assertThat(answer.getResponseBody().has("refresh_token")).isEqualTo(!browser);
        assertThat(answer.getResponseBody().has("token")).isTrue();
    }
}
