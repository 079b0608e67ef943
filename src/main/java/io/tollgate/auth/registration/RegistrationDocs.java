package io.tollgate.auth.registration;

import static org.springdoc.core.fn.builders.apiresponse.Builder.responseBuilder;
import static org.springdoc.core.fn.builders.content.Builder.contentBuilder;
import static org.springdoc.core.fn.builders.parameter.Builder.parameterBuilder;
import static org.springdoc.core.fn.builders.requestbody.Builder.requestBodyBuilder;
import static org.springdoc.core.fn.builders.schema.Builder.schemaBuilder;

import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.tollgate.user.UserView;
import org.springdoc.core.fn.builders.operation.Builder;

/** OpenAPI text of {@link RegistrationRoutes}. */
final class RegistrationDocs {

    private static final String JSON = "application/json";

    private RegistrationDocs() {}

    static void register(Builder operation) {
        operation
                .operationId("register")
                .tag("Registration")
                .summary("Make an account")
                .description("""
                        Makes the user and an empty profile, and sends a mail with a link that proves the address. An address \
                        that has an account gets the same answer, and its owner a mail. A password has 8 to 128 characters of \
                        any kind; well-known ones and those made from the account's names are refused.""")
                .parameter(parameterBuilder()
                        .in(ParameterIn.HEADER)
                        .name("Idempotency-Key")
                        .description("Makes a repeated request safe for 24 hours"))
                .requestBody(requestBodyBuilder()
                        .required(true)
                        .content(contentBuilder()
                                .mediaType(JSON)
                                .schema(schemaBuilder().implementation(RegisterRequest.class))))
                .response(responseBuilder()
                        .responseCode("201")
                        .description("The account")
                        .content(contentBuilder()
                                .mediaType(JSON)
                                .schema(schemaBuilder().implementation(UserView.class))))
                .response(responseBuilder()
                        .responseCode("400")
                        .description("`username_taken`; `email_taken` only where the deployment reveals it"))
                .response(responseBuilder().responseCode("409").description("`idempotency_key_in_use`"))
                .response(responseBuilder()
                        .responseCode("422")
                        .description("`validation_failed`, with a message per field"))
                .response(responseBuilder().responseCode("429").description("`rate_limited`"))
                .response(responseBuilder().responseCode("503").description("`busy`: try again after `Retry-After`"));
    }
}
