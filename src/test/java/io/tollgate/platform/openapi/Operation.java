package io.tollgate.platform.openapi;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.RequestBodySpec;
import org.springframework.test.web.reactive.server.WebTestClient.RequestHeadersSpec;
import tools.jackson.databind.JsonNode;

/**
 * One operation of the published document.
 *
 * @param words what the document says of it
 */
record Operation(HttpMethod method, String path, JsonNode words) {

    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    private static final Pattern VARIABLE = Pattern.compile("\\{([^}]+)}");

    static List<Operation> of(JsonNode document) {
        return document.get("paths")
                .propertyStream()
                .flatMap(path -> path.getValue()
                        .propertyStream()
                        .filter(method -> METHODS.contains(method.getKey()))
                        .map(method -> new Operation(
                                HttpMethod.valueOf(method.getKey().toUpperCase(Locale.ROOT)),
                                path.getKey(),
                                method.getValue())))
                .toList();
    }

    /** Wants no token. */
    boolean open() {
        return words.has("security") && words.get("security").isEmpty();
    }

    boolean takesJson() {
        return words.path("requestBody").path("content").has("application/json");
    }

    boolean answers(String status) {
        return words.path("responses").has(status);
    }

    boolean takesParameter(String name) {
        return words.path("parameters")
                .valueStream()
                .anyMatch(parameter -> parameter.path("name").asString("").equals(name));
    }

    /** The codes that the document names for this status. */
    Set<String> codes(String status) {
        return words.path("responses")
                .path(status)
                .path("content")
                .path("application/problem+json")
                .path("examples")
                .propertyStream()
                .map(example -> example.getKey())
                .collect(Collectors.toSet());
    }

    /** A request for something that is not there. */
    RequestBodySpec on(WebTestClient http) {
        return http.method(method).uri(VARIABLE.matcher(path).replaceAll(found -> madeUp(found.group(1))));
    }

    /** As {@link #on}, with the document's own example as its body where it takes one. */
    RequestHeadersSpec<?> withExample(WebTestClient http) {
        RequestBodySpec request = on(http);
        return takesJson()
                ? request.contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(words.path("requestBody")
                                .path("content")
                                .path("application/json")
                                .path("example"))
                : request;
    }

    private String madeUp(String variable) {
        boolean number = words.path("parameters")
                .valueStream()
                .filter(parameter -> parameter.path("name").asString("").equals(variable))
                .anyMatch(parameter -> parameter.at("/schema/type").asString("").equals("integer"));
        return number ? "1" : UUID.randomUUID().toString();
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
