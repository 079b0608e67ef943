package io.tollgate.auth.deactivation;

import static org.springdoc.core.fn.builders.apiresponse.Builder.responseBuilder;
import static org.springdoc.core.fn.builders.content.Builder.contentBuilder;
import static org.springdoc.core.fn.builders.exampleobject.Builder.exampleOjectBuilder;
import static org.springdoc.core.fn.builders.requestbody.Builder.requestBodyBuilder;
import static org.springdoc.core.fn.builders.schema.Builder.schemaBuilder;

import org.springdoc.core.fn.builders.operation.Builder;

/** OpenAPI text of {@link DeactivationRoutes}. */
final class DeactivationDocs {

    private static final String JSON = "application/json";

    private DeactivationDocs() {}

    static void deactivate(Builder operation) {
        operation
                .operationId("deactivate")
                .tag("Me")
                .summary("Deactivate my account")
                .description("""
                        Ends all sessions at once and refuses every login until an administrator reactivates the account; paid \
                        subscriptions end with the period that is paid. Wants the password, or no body and a login within the \
                        last 15 minutes.""")
                .requestBody(requestBodyBuilder()
                        .required(false)
                        .content(contentBuilder()
                                .mediaType(JSON)
                                .schema(schemaBuilder().implementation(PasswordBody.class))
                                .example(exampleOjectBuilder()
                                        .value("{\"password\": \"a sentence nobody else says\"}"))))
                .response(responseBuilder()
                        .responseCode("202")
                        .description("Deactivated")
                        .content(contentBuilder()
                                .mediaType(JSON)
                                .schema(schemaBuilder().implementation(DeactivationHandler.Message.class))
                                .example(exampleOjectBuilder().value("{\"message\": \"User deactivated.\"}"))))
                .response(responseBuilder().responseCode("401").description("Not authenticated"))
                .response(responseBuilder()
                        .responseCode("403")
                        .description("`account_not_active`, `wrong_password`, `reauthentication_required`"))
                .response(responseBuilder().responseCode("409").description("`last_administrator`"))
                .response(responseBuilder()
                        .responseCode("422")
                        .description("`validation_failed`: a password that nobody can have"))
                .response(responseBuilder().responseCode("429").description("`rate_limited`: too many passwords"))
                .response(responseBuilder().responseCode("503").description("`busy`: try again after `Retry-After`"));
    }
}
