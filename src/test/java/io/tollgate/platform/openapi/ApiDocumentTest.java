package io.tollgate.platform.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.platform.web.ErrorCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springdoc.api.AbstractOpenApiResource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** Walks the whole OpenAPI document: whoever adds a route without words, examples or errors is told here. */
@IntegrationTest
class ApiDocumentTest {

    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
    private static final Set<String> ERROR_CODES =
            Arrays.stream(ErrorCode.values()).map(ErrorCode::code).collect(Collectors.toSet());

    private static final Pattern WORD = Pattern.compile("`[a-z0-9_]+`");

    @Autowired
    private WebTestClient http;

    @Autowired
    private AbstractOpenApiResource maker;

    private final List<String> faults = new ArrayList<>();
    private JsonNode document;

    @BeforeEach
    void fetch() {
        document = PublishedDocument.read(http, maker);
    }

    @Test
    void namesAndSummarisesEachOperation() {
        List<String> ids = new ArrayList<>();
        eachOperation((name, operation) -> {
            ids.add(operation.path("operationId").asString(""));
            require(!operation.path("summary").asString("").isBlank(), name + " has no summary");
            require(operation.path("tags").size() == 1, name + " has no tag");
            pathVariables(name)
                    .forEach(variable -> require(
                            operation
                                    .path("parameters")
                                    .valueStream()
                                    .anyMatch(parameter ->
                                            parameter.get("name").asString().equals(variable)),
                            name + " does not describe " + variable));
        });
        assertThat(faults).isEmpty();
        assertThat(ids).hasSizeGreaterThan(80).doesNotContain("").doesNotHaveDuplicates();
    }

    @Test
    void showsAnExampleOfEachBody() {
        eachOperation((name, operation) -> {
            requireExamples(name + ", request", operation.path("requestBody").path("content"));
            eachResponse(operation, (status, response) -> {
                if (status.startsWith("2")) {
                    requireExamples(name + ", " + status, response.path("content"));
                }
            });
        });
        assertThat(faults).isEmpty();
    }

    @Test
    void showsTheProblemsBehindEachError() {
        eachOperation((name, operation) -> {
            List<String> statuses = new ArrayList<>();
            eachResponse(operation, (status, response) -> {
                statuses.add(status);
                require(
                        !response.path("description").asString("").isBlank(),
                        name + ", " + status + " is not described");
                if (status.startsWith("4") || status.startsWith("5")) {
                    requireProblems(name + ", " + status, status, response);
                }
            });
            require(
                    statuses.stream().anyMatch(status -> status.startsWith("2") || status.startsWith("3")),
                    name + " never succeeds");
            require(
                    operation.has("security") && operation.get("security").isEmpty() || statuses.contains("401"),
                    name + " needs a token and does not say 401");
            require(
                    !operation.has("requestBody") || statuses.containsAll(List.of("400", "413", "415", "422")),
                    name + " takes a body and does not say what bodies are refused");
        });
        assertThat(faults).isEmpty();
        assertThat(document.at("/components/schemas/Problem/properties/code").isMissingNode())
                .isFalse();
    }

    @Test
    void saysWhichOperationsWantNoToken() {
        assertThat(document.at("/paths/~1login/post/security").isEmpty()).isTrue();
        assertThat(document.at("/paths/~1me/get/security").isMissingNode()).isTrue();
        assertThat(document.at("/paths/~1billing~1plans/get/security").isArray())
                .isTrue();
        assertThat(document.at("/paths/~1billing~1plans/post/security").isMissingNode())
                .isTrue();
    }

    private void requireProblems(String where, String status, JsonNode response) {
        JsonNode examples = response.at("/content/application~1problem+json/examples");
        require(!examples.isEmpty() || isProbe(where), where + " names no code in its description");
        requireNamed(where, response, examples);
        examples.forEach(example -> {
            JsonNode problem = example.get("value");
            require(ERROR_CODES.contains(problem.path("code").asString("")), where + " has an unknown code");
            require(problem.path("status").asString("").equals(status), where + " has an example of another status");
        });
    }

    /** A code that the text names and no example shows is misspelt, or one of another status. */
    private void requireNamed(String where, JsonNode response, JsonNode examples) {
        String words = response.path("description").asString("");
        WORD.matcher(words)
                .results()
                .map(word -> word.group().replace("`", ""))
                .filter(ERROR_CODES::contains)
                .forEach(code -> require(examples.has(code), where + " names " + code + ", which has another status"));
    }

    /** Probes answer in a form of their own. */
    private static boolean isProbe(String where) {
        return where.contains("z, ");
    }

    private void requireExamples(String where, JsonNode content) {
        content.propertyStream().forEach(type -> {
            JsonNode body = type.getValue();
            JsonNode example = body.path("example");
            boolean binary = !type.getKey().contains("json");
            boolean shown = body.path("examples").size() > 0
                    || (!example.isMissingNode() && !(example.isContainer() && example.isEmpty()));
            require(binary || shown, where + " has no example");
            requireAllFields(where, resolved(body.path("schema")), example);
        });
    }

    /** An example that leaves something out hides it. */
    private void requireAllFields(String where, JsonNode schema, JsonNode example) {
        if (example.isObject()) {
            schema.path("required")
                    .forEach(field -> require(example.has(field.asString()), where + " shows no " + field.asString()));
        }
    }

    private JsonNode resolved(JsonNode schema) {
        String reference = schema.path("$ref").asString("");
        return reference.isEmpty() ? schema : document.at(reference.substring(1));
    }

    private static List<String> pathVariables(String name) {
        return Arrays.stream(name.split("[/ ]"))
                .filter(part -> part.startsWith("{"))
                .map(part -> part.substring(1, part.length() - 1))
                .toList();
    }

    private void require(boolean right, String fault) {
        if (!right) {
            faults.add(fault);
        }
    }

    private void eachOperation(BiConsumer<String, JsonNode> look) {
        document.get("paths")
                .propertyStream()
                .forEach(path -> path.getValue()
                        .propertyStream()
                        .filter(method -> METHODS.contains(method.getKey()))
                        .forEach(method -> look.accept(method.getKey() + " " + path.getKey(), method.getValue())));
    }

    private static void eachResponse(JsonNode operation, BiConsumer<String, JsonNode> look) {
        operation.get("responses").propertyStream().forEach(entry -> look.accept(entry.getKey(), entry.getValue()));
    }
}
