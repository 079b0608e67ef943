package io.tollgate.auth.erasure;

import static org.springdoc.core.fn.builders.apiresponse.Builder.responseBuilder;
import static org.springdoc.core.fn.builders.content.Builder.contentBuilder;
import static org.springdoc.core.fn.builders.exampleobject.Builder.exampleOjectBuilder;
import static org.springdoc.core.fn.builders.requestbody.Builder.requestBodyBuilder;
import static org.springdoc.core.fn.builders.schema.Builder.schemaBuilder;

import io.tollgate.auth.deactivation.PasswordBody;
import org.springdoc.core.fn.builders.operation.Builder;

/** OpenAPI text of {@link ErasureRoutes}. */
final class ErasureDocs {

    private ErasureDocs() {}

    static void erase(Builder operation) {
        operation
                .operationId("eraseMe")
                .tag("Me")
                .summary("Delete my account and everything about me")
                .description("""
                        For good. All sessions end, subscriptions are cancelled at once and without refund, and address and \
                        username are free again. Payments and the audit log stay, without a name. Wants a login within the last \
                        15 minutes, and the password where the account has one.""")
                .requestBody(requestBodyBuilder()
                        .required(false)
                        .content(contentBuilder()
                                .mediaType("application/json")
                                .schema(schemaBuilder().implementation(PasswordBody.class))
                                .example(exampleOjectBuilder()
                                        .value("{\"password\": \"a sentence nobody else says\"}"))))
                .response(responseBuilder().responseCode("204").description("Nothing of you is left"))
                .response(responseBuilder().responseCode("401").description("Not authenticated"))
                .response(responseBuilder()
                        .responseCode("403")
                        .description("`reauthentication_required`, `wrong_password`"))
                .response(responseBuilder().responseCode("409").description("`last_administrator`"))
                .response(responseBuilder()
                        .responseCode("422")
                        .description("`validation_failed`: the account has a password, so it is wanted"))
                .response(responseBuilder().responseCode("429").description("`rate_limited`: too many passwords"))
                .response(responseBuilder().responseCode("503").description("`busy`: try again after `Retry-After`"));
    }
}
