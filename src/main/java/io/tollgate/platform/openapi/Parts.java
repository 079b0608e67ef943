package io.tollgate.platform.openapi;

import static org.springdoc.core.fn.builders.content.Builder.contentBuilder;
import static org.springdoc.core.fn.builders.exampleobject.Builder.exampleOjectBuilder;
import static org.springdoc.core.fn.builders.parameter.Builder.parameterBuilder;
import static org.springdoc.core.fn.builders.requestbody.Builder.requestBodyBuilder;
import static org.springdoc.core.fn.builders.schema.Builder.schemaBuilder;

import io.swagger.v3.oas.annotations.enums.ParameterIn;
import java.util.UUID;
import org.springdoc.core.fn.builders.apiresponse.Builder;

/** What the descriptions of operations are put together from, for static import. */
public final class Parts {

    private Parts() {}

    /** @param codes the error codes, and what each means where its name does not say it */
    public static Builder refusal(String status, String codes) {
        return Builder.responseBuilder().responseCode(status).description(codes);
    }

    /** A JSON body that must be there. */
    public static org.springdoc.core.fn.builders.requestbody.Builder body(Class<?> type, String example) {
        return requestBodyBuilder()
                .required(true)
                .content(contentBuilder()
                        .mediaType("application/json")
                        .schema(schemaBuilder().implementation(type))
                        .example(exampleOjectBuilder().name("example").value(example)));
    }

    /** The UUID in the path, by the name {@code id}. */
    public static org.springdoc.core.fn.builders.parameter.Builder id() {
        return parameterBuilder().name("id").in(ParameterIn.PATH).implementation(UUID.class);
    }

    public static org.springdoc.core.fn.builders.parameter.Builder query(String name, String description) {
        return query(name, description, String.class);
    }

    public static org.springdoc.core.fn.builders.parameter.Builder number(String name, String description) {
        return query(name, description, Integer.class);
    }

    public static org.springdoc.core.fn.builders.parameter.Builder idempotencyKey() {
        return parameterBuilder()
                .in(ParameterIn.HEADER)
                .name("Idempotency-Key")
                .description("Makes a repeated request safe for 24 hours");
    }

    private static org.springdoc.core.fn.builders.parameter.Builder query(
            String name, String description, Class<?> type) {
        return parameterBuilder()
                .in(ParameterIn.QUERY)
                .name(name)
                .required(false)
                .description(description)
                .implementation(type);
    }
}
