package io.tollgate.platform.openapi;

import io.tollgate.Awaiting;
import java.util.concurrent.locks.ReentrantLock;
import org.springdoc.api.AbstractOpenApiResource;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** The OpenAPI document as clients get it. */
public final class PublishedDocument {

    private PublishedDocument() {}

    /** Not while it is still being made, at the start of the application: the request would wait on its event loop. */
    public static JsonNode read(WebTestClient http, AbstractOpenApiResource maker) {
        ReentrantLock making =
                (ReentrantLock) ReflectionTestUtils.getField(maker, AbstractOpenApiResource.class, "reentrantLock");
        Awaiting.until("the document is made", () -> !making.isLocked());
        return http.get()
                .uri("/v3/api-docs")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
    }
}
