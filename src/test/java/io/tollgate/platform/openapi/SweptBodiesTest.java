package io.tollgate.platform.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import io.tollgate.billing.Meters;
import io.tollgate.platform.web.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springdoc.api.AbstractOpenApiResource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Bodies that no operation takes, sent to every one that takes any: each says so, and none stumbles. */
@IntegrationTest
class SweptBodiesTest {

    /** Takes ten. */
    private static final String BATCH = "/billing/usage/batch";

    private static final String TWO_MEGABYTES = "\"" + "x".repeat(2_000_000) + "\"";

    @Autowired
    private WebTestClient http;

    @Autowired
    private AbstractOpenApiResource maker;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    private final List<String> faults = new ArrayList<>();
    private List<Operation> operations;

    @BeforeEach
    void fetch() {
        operations = Operation.of(PublishedDocument.read(http, maker)).stream()
                .filter(Operation::takesJson)
                .toList();
        assertThat(operations).hasSizeGreaterThan(50);
    }

    @Test
    void whatIsNoJsonIsRefused() {
        sweep(operations, "{", MediaType.APPLICATION_JSON, ErrorCode.MALFORMED_BODY);
    }

    @Test
    void aListIsRefused() {
        sweep(operations, "[]", MediaType.APPLICATION_JSON, ErrorCode.VALIDATION_FAILED);
    }

    @Test
    void textIsRefused() {
        sweep(operations, "name=x", MediaType.TEXT_PLAIN, ErrorCode.UNSUPPORTED_MEDIA_TYPE);
    }

    @Test
    void twoMegabytesAreRefused() {
        Map<Boolean, List<Operation>> bySize = operations.stream()
                .collect(Collectors.partitioningBy(operation -> operation.path().equals(BATCH)));
        sweep(bySize.get(false), TWO_MEGABYTES, MediaType.APPLICATION_JSON, ErrorCode.BODY_TOO_LARGE);
        sweep(bySize.get(true), TWO_MEGABYTES, MediaType.APPLICATION_JSON, ErrorCode.VALIDATION_FAILED);
    }

    /** A few look first for what the path names. */
    private void sweep(List<Operation> swept, String body, MediaType type, ErrorCode expected) {
        int notThere = 0;
        for (Operation operation : swept) {
            String answer = answer(operation, body, type);
            if (answer.startsWith("404 application/problem+json ")) {
                notThere++;
            } else if (!answer.startsWith(expected.status().value() + " application/problem+json ")
                    || !answer.contains("\"code\":\"" + expected.code() + "\"")) {
                faults.add(operation + " answers " + answer);
            }
        }
        assertThat(faults).isEmpty();
        assertThat(notThere).isLessThan(5);
    }

    /** Somebody who may do it, who is still there after what was tried before. */
    private String answer(Operation operation, String body, MediaType type) {
        EntityExchangeResult<String> answer = operation
                .on(caller(operation))
                .contentType(type)
                .bodyValue(body)
                .exchange()
                .expectBody(String.class)
                .returnResult();
        return answer.getStatus().value() + " " + answer.getResponseHeaders().getContentType() + " "
                + answer.getResponseBody();
    }

    private WebTestClient caller(Operation operation) {
        if (operation.open()) {
            return http;
        }
        return operation.codes("403").contains("service_token_required")
                ? new Meters(http, users, db).machine()
                : users.admin().authorized(http);
    }
}
