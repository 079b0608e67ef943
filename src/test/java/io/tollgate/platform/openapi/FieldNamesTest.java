package io.tollgate.platform.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springdoc.api.AbstractOpenApiResource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** Unknown fields are refused: whoever writes a client from the document has to find the right ones in it. */
@IntegrationTest
class FieldNamesTest {

    /** Of WebAuthn, and of our problem documents. */
    private static final Set<String> OF_STANDARDS = Set.of(
            "allowCredentials",
            "attestationObject",
            "authenticatorAttachment",
            "authenticatorData",
            "authenticatorSelection",
            "clientDataJSON",
            "clientExtensionResults",
            "credProps",
            "displayName",
            "excludeCredentials",
            "pubKeyCredParams",
            "rawId",
            "requestId",
            "requireResidentKey",
            "residentKey",
            "rpId",
            "userHandle",
            "userVerification");

    @Autowired
    private WebTestClient http;

    @Autowired
    private AbstractOpenApiResource maker;

    @Test
    void areThoseThatGoOverTheWire() {
        JsonNode schemas = PublishedDocument.read(http, maker).at("/components/schemas");
        List<String> camels = schemas.propertyStream()
                .flatMap(schema -> schema.getValue().path("properties").propertyNames().stream()
                        .filter(field -> !field.matches("[a-z0-9_]+") && !OF_STANDARDS.contains(field))
                        .map(field -> schema.getKey() + "." + field))
                .toList();

        assertThat(camels).isEmpty();
        assertThat(schemas.at("/CreatePlan/properties").has("price_cents")).isTrue();
        assertThat(schemas.at("/RegistrationResponse/properties").has("rawId")).isTrue();
    }
}
