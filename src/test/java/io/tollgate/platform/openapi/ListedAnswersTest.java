package io.tollgate.platform.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springdoc.api.AbstractOpenApiResource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** A client can be generated from the document: whatever is a list says what it is a list of. */
@IntegrationTest
class ListedAnswersTest {

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
    void givesEachListTheTypeOfItsItems() {
        requireItems("", document);
        assertThat(faults).isEmpty();
    }

    @Test
    void describesEachPageWithItsItems() {
        List<String> paged = new ArrayList<>();
        document.get("paths").propertyStream().forEach(path -> {
            JsonNode operation = path.getValue().path("get");
            if (takes(operation, "limit")) {
                paged.add(path.getKey());
                JsonNode answer = resolved(
                        operation.at("/responses/200/content").iterator().next().path("schema"));
                JsonNode list = answer.path("type").asString("").equals("array") ? answer : differences(answer);
                if (!describesItsItems(resolved(list.path("items")))) {
                    faults.add(path.getKey() + " does not say what it lists");
                }
            }
        });
        assertThat(faults).isEmpty();
        assertThat(paged)
                .hasSizeGreaterThan(10)
                .contains(
                        "/sessions",
                        "/admin/payments",
                        "/admin/users",
                        "/admin/users/{id}/sessions",
                        "/admin/audit-log",
                        "/billing/plans/{id}/migrations");
    }

    /** The one that a record names itself, and so is derived from the class, is the measure of the others. */
    @Test
    void describesThePageAsItIs() {
        assertThat(fieldsOf("PageSessionView"))
                .containsExactlyInAnyOrderElementsOf(fieldsOf("PageDifference"))
                .contains("data", "has_next", "prev_offset");
    }

    /** A report is no list, and has one. */
    private JsonNode differences(JsonNode answer) {
        JsonNode page = answer.has("properties") && answer.get("properties").has("data")
                ? answer
                : resolved(answer.at("/properties/differences"));
        return page.at("/properties/data");
    }

    private List<String> fieldsOf(String schema) {
        return document.at("/components/schemas/" + schema + "/properties")
                .propertyStream()
                .map(field -> field.getKey())
                .toList();
    }

    private void requireItems(String where, JsonNode node) {
        if (node.path("type").asString("").equals("array") && node.path("items").isEmpty()) {
            faults.add(where + " is a list of anything");
        }
        node.propertyStream().forEach(field -> {
            if (!field.getKey().equals("example") && !field.getKey().equals("examples")) {
                requireItems(where + "/" + field.getKey(), field.getValue());
            }
        });
    }

    private static boolean describesItsItems(JsonNode items) {
        return !items.path("properties").isEmpty() || !items.path("oneOf").isEmpty();
    }

    private static boolean takes(JsonNode operation, String parameter) {
        return operation
                .path("parameters")
                .valueStream()
                .anyMatch(one -> one.path("name").asString("").equals(parameter));
    }

    private JsonNode resolved(JsonNode schema) {
        String reference = schema.path("$ref").asString("");
        return reference.isEmpty() ? schema : document.at(reference.substring(1));
    }
}
