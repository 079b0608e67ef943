package io.tollgate.platform.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springdoc.api.AbstractOpenApiResource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.RequestBodySpec;
import org.springframework.test.web.reactive.server.WebTestClient.RequestHeadersSpec;

/** Who is kept out where: every operation of the document is tried, and whoever adds one without its guard is told here. */
@IntegrationTest
class GuardsTest {

    /** Is told which one by an access token or by a refresh token. */
    private static final String OWN_SESSION = "/logout";

    @Autowired
    private WebTestClient http;

    @Autowired
    private AbstractOpenApiResource maker;

    @Autowired
    private TestUsers users;

    private final List<String> faults = new ArrayList<>();
    private List<Operation> operations;

    @BeforeEach
    void fetch() {
        operations = Operation.of(PublishedDocument.read(http, maker));
    }

    @Test
    void wantATokenWhereverTheDocumentDoes() {
        List<Operation> guarded =
                operations.stream().filter(operation -> !operation.open()).toList();
        guarded.forEach(operation -> requireRefused(operation, http, 401, "not_authenticated"));
        assertThat(faults).isEmpty();
        assertThat(guarded).hasSizeGreaterThan(80);
    }

    @Test
    void wantNoTokenWhereTheDocumentDoesNot() {
        List<Operation> open = operations.stream()
                .filter(operation -> operation.open() && !operation.path().equals(OWN_SESSION))
                .toList();
        open.forEach(operation -> {
            RequestBodySpec request = operation.on(http);
            String answer = answer(operation.takesJson() ? request.bodyValue(Map.of()) : request);
            if (answer.contains("\"not_authenticated\"")) {
                faults.add(operation + " answers " + answer);
            }
        });
        assertThat(faults).isEmpty();
        assertThat(open).hasSizeGreaterThan(20);
    }

    @Test
    void keepUsersFromWhatAdministratorsDo() {
        WebTestClient user = users.signUp().authorized(http);
        List<Operation> forAdministrators = operations.stream()
                .filter(operation -> operation.path().startsWith("/admin/")
                        || operation.codes("403").contains("admin_required"))
                .toList();
        forAdministrators.forEach(operation -> requireRefused(operation, user, 403, "admin_required"));
        assertThat(faults).isEmpty();
        assertThat(forAdministrators).hasSizeGreaterThan(50);
        assertThat(names(forAdministrators)).contains("POST /billing/plans", "PATCH /billing/plans/{id}");
    }

    @Test
    void keepOutWhoseMailboxIsNotProven() {
        WebTestClient unproven = users.unverified().authorized(http);
        List<Operation> forTheProven = operations.stream()
                .filter(operation -> operation.codes("403").contains("account_not_active"))
                .filter(operation -> !operation.codes("403").contains("service_token_required"))
                .toList();
        forTheProven.forEach(operation -> requireRefused(operation, unproven, 403, "account_not_active"));
        assertThat(faults).isEmpty();
        assertThat(names(forTheProven)).contains("GET /billing/subscriptions/me", "GET /billing/payments/me");
    }

    private static Stream<String> names(List<Operation> operations) {
        return operations.stream().map(Operation::toString);
    }

    private void requireRefused(Operation operation, WebTestClient caller, int status, String code) {
        String answer = answer(operation.withExample(caller));
        if (!answer.startsWith(status + " application/problem+json ") || !answer.contains("\"" + code + "\"")) {
            faults.add(operation + " answers " + answer);
        }
    }

    private static String answer(RequestHeadersSpec<?> request) {
        EntityExchangeResult<String> answer =
                request.exchange().expectBody(String.class).returnResult();
        return answer.getStatus().value() + " " + answer.getResponseHeaders().getContentType() + " "
                + answer.getResponseBody();
    }
}
