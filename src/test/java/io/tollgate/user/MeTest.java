package io.tollgate.user;

import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.reactive.server.WebTestClient;

@IntegrationTest
class MeTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers testUsers;

    @Test
    void showsTheAccountAndItsProfile() {
        TestUser user = testUsers.signUp();
        user.authorized(http)
                .get()
                .uri("/me")
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals(HttpHeaders.CACHE_CONTROL, "no-store")
                .expectBody()
                .jsonPath("$.id")
                .isEqualTo(user.id().toString())
                .jsonPath("$.email")
                .isEqualTo(user.user().email())
                .jsonPath("$.is_verified")
                .isEqualTo(true)
                .jsonPath("$.is_admin")
                .isEqualTo(false)
                .jsonPath("$.profile")
                .exists();
    }

    @Test
    void answersAnUnverifiedUser() {
        testUsers
                .unverified()
                .authorized(http)
                .get()
                .uri("/me")
                .exchange()
                .expectStatus()
                .isOk();
    }

    @Test
    void refusesWhoHasNoToken() {
        http.get()
                .uri("/me")
                .exchange()
                .expectStatus()
                .isUnauthorized()
                .expectHeader()
                .valueEquals(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("not_authenticated")
                .jsonPath("$.detail")
                .isEqualTo("Not authenticated");
    }
}
