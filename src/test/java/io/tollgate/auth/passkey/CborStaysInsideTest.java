package io.tollgate.auth.passkey;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

/** The library for passkeys brings a mapper for CBOR. Nobody gets to speak CBOR with us because of that. */
@IntegrationTest
class CborStaysInsideTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers testUsers;

    @Test
    void answersInJsonWhateverIsAskedFor() {
        byte[] answer = testUsers
                .signUp()
                .authorized(http)
                .get()
                .uri("/me")
                .accept(MediaType.APPLICATION_CBOR, MediaType.ALL)
                .exchange()
                .expectHeader()
                .contentTypeCompatibleWith(MediaType.APPLICATION_JSON)
                .expectBody()
                .returnResult()
                .getResponseBody();
        assertThat(answer).startsWith('{');
    }

    @Test
    void takesNoBodyInCbor() {
        http.post()
                .uri("/login/passkey")
                .contentType(MediaType.APPLICATION_CBOR)
                .bodyValue(Cbor.of(Map.of("id", "a")))
                .exchange()
                .expectStatus()
                .isEqualTo(415);
    }
}
