package io.tollgate.billing.invoice;

import static io.tollgate.platform.openapi.Parts.refusal;
import static org.springdoc.core.fn.builders.content.Builder.contentBuilder;
import static org.springdoc.core.fn.builders.parameter.Builder.parameterBuilder;
import static org.springdoc.core.fn.builders.schema.Builder.schemaBuilder;

import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.tollgate.platform.openapi.PagedAnswer;
import org.springdoc.core.fn.builders.apiresponse.Builder;

/** What the OpenAPI texts of this package have in common. */
final class DocParts {

    private static final String NO_TOKEN = "`not_authenticated`, `token_expired`, `token_invalid`";
    private static final String NO_ADMIN = "`admin_required`, `account_not_active`";

    private DocParts() {}

    static org.springdoc.core.fn.builders.operation.Builder user(
            org.springdoc.core.fn.builders.operation.Builder operation, String tag) {
        return operation.tag(tag).response(refusal("401", NO_TOKEN)).response(refusal("403", "`account_not_active`"));
    }

    static org.springdoc.core.fn.builders.operation.Builder admin(
            org.springdoc.core.fn.builders.operation.Builder operation, String tag) {
        return operation.tag(tag).response(refusal("401", NO_TOKEN)).response(refusal("403", NO_ADMIN));
    }

    /** For administrators who have logged in recently. */
    static org.springdoc.core.fn.builders.operation.Builder sensitive(
            org.springdoc.core.fn.builders.operation.Builder operation, String tag) {
        return operation
                .tag(tag)
                .response(refusal("401", NO_TOKEN))
                .response(refusal("403", NO_ADMIN + ", `reauthentication_required`: the last login is too long ago"));
    }

    static org.springdoc.core.fn.builders.parameter.Builder path(String name, Class<?> type) {
        return parameterBuilder().name(name).in(ParameterIn.PATH).implementation(type);
    }

    static org.springdoc.core.fn.builders.parameter.Builder query(String name, Class<?> type, String description) {
        return parameterBuilder()
                .name(name)
                .in(ParameterIn.QUERY)
                .description(description)
                .implementation(type);
    }

    static org.springdoc.core.fn.builders.parameter.Builder idempotent() {
        return parameterBuilder()
                .in(ParameterIn.HEADER)
                .name("Idempotency-Key")
                .description("Makes a repeated request safe for 24 hours");
    }

    static org.springdoc.core.fn.builders.operation.Builder list(
            org.springdoc.core.fn.builders.operation.Builder operation, Class<?> item) {
        return operation
                .parameter(query("limit", Integer.class, "1 to 100; 20 when absent"))
                .parameter(query("offset", Integer.class, "from 0"))
                .response(PagedAnswer.of(item, "A page of them"));
    }

    static Builder answer(String status, Class<?> type) {
        return Builder.responseBuilder().responseCode(status).implementation(type);
    }

    static Builder pdf() {
        return Builder.responseBuilder()
                .responseCode("200")
                .description("The same bytes as long as nothing becomes of the invoice")
                .content(contentBuilder()
                        .mediaType("application/pdf")
                        .schema(schemaBuilder().type("string").format("binary")));
    }
}
