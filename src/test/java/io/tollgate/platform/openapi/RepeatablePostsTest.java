package io.tollgate.platform.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springdoc.api.AbstractOpenApiResource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What creates something can be sent again without creating it again. */
@IntegrationTest
class RepeatablePostsTest {

    private static final String KEY = "Idempotency-Key";

    /** And why they need no key, or can have none. */
    private static final Map<String, String> EXCEPTIONS = Map.of(
            "/admin/service-accounts", "the answer holds a token, which would be kept in clear; names are unique",
            "/admin/webhook-endpoints", "the answer holds a secret, which would be kept in clear",
            "/passkeys/registration", "its challenge is good once",
            "/billing/usage", "an event is told once by its transaction_id");

    /** What the one operation that reads its key as a part of the order asks for; the others do not get as far. */
    private static final Map<String, Object> AN_AMOUNT = Map.of("amount", 1);

    @Autowired
    private WebTestClient http;

    @Autowired
    private AbstractOpenApiResource maker;

    @Autowired
    private TestUsers users;

    private List<Operation> posts;

    @BeforeEach
    void fetch() {
        posts = Operation.of(PublishedDocument.read(http, maker)).stream()
                .filter(operation -> operation.method() == HttpMethod.POST)
                .toList();
    }

    @Test
    void takeAKeyUnlessTheyAreExceptions() {
        assertThat(posts.stream()
                        .filter(post -> post.answers("201") && !post.takesParameter(KEY))
                        .map(Operation::path))
                .containsExactlyInAnyOrderElementsOf(EXCEPTIONS.keySet());
    }

    /** The document promises it, and the route keeps it. */
    @Test
    void lookAtTheKeyThatTheDocumentLetsThemTake() {
        WebTestClient admin = users.admin().authorized(http);
        List<Operation> keyed =
                posts.stream().filter(post -> post.takesParameter(KEY)).toList();
        assertThat(keyed).hasSizeGreaterThan(15);
        assertThat(keyed)
                .allSatisfy(post -> post.on(admin)
                        .header(KEY, "two words")
                        .bodyValue(AN_AMOUNT)
                        .exchange()
                        .expectStatus()
                        .isBadRequest()
                        .expectBody()
                        .jsonPath("$.code")
                        .isEqualTo("idempotency_key_invalid"));
    }
}
