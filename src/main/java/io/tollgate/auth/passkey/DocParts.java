package io.tollgate.auth.passkey;

import static org.springdoc.core.fn.builders.content.Builder.contentBuilder;
import static org.springdoc.core.fn.builders.exampleobject.Builder.exampleOjectBuilder;
import static org.springdoc.core.fn.builders.schema.Builder.schemaBuilder;

import org.springdoc.core.fn.builders.apiresponse.Builder;

/** What the OpenAPI texts of this package have in common. */
final class DocParts {

    static final String NAMES = """
            The JSON of options and answers is the W3C's (Web Authentication Level 3, §5.1): its names are camelCase, while all \
            of ours are snake_case, since browsers read and write it: `PublicKeyCredential.%s(options)` takes the \
            options as they are, and `credential.toJSON()` gives the answer as it is.""";

    private static final String JSON = "application/json";

    private DocParts() {}

    static Builder answer(String status, String description, Class<?> type) {
        return Builder.responseBuilder()
                .responseCode(status)
                .description(description)
                .content(contentBuilder().mediaType(JSON).schema(schemaBuilder().implementation(type)));
    }

    static Builder answer(String status, String description, Class<?> type, String example) {
        return Builder.responseBuilder()
                .responseCode(status)
                .description(description)
                .content(contentBuilder()
                        .mediaType(JSON)
                        .schema(schemaBuilder().implementation(type))
                        .example(exampleOjectBuilder().name("example").value(example)));
    }
}
