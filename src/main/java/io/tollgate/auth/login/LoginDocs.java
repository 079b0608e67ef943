package io.tollgate.auth.login;

import static org.springdoc.core.fn.builders.apiresponse.Builder.responseBuilder;
import static org.springdoc.core.fn.builders.content.Builder.contentBuilder;
import static org.springdoc.core.fn.builders.requestbody.Builder.requestBodyBuilder;
import static org.springdoc.core.fn.builders.schema.Builder.schemaBuilder;

import io.tollgate.auth.mfa.MfaRequired;
import io.tollgate.auth.token.TokenAnswer;
import org.springdoc.core.fn.builders.operation.Builder;

/** OpenAPI text of {@link LoginRoutes}. */
final class LoginDocs {

    private static final String JSON = "application/json";

    private LoginDocs() {}

    static void login(Builder operation) {
        operation
                .operationId("login")
                .tag("Login")
                .summary("Log in with a password")
                .description("""
                        With e-mail address or username. Each login is a session of its own. Browsers get the refresh token as an \
                        HttpOnly cookie, all others in the body. Who has not yet proven their address may log in, and can do little \
                        until they have.""")
                .requestBody(requestBodyBuilder()
                        .required(true)
                        .content(contentBuilder()
                                .mediaType(JSON)
                                .schema(schemaBuilder().implementation(LoginRequest.class))))
                .response(responseBuilder()
                        .responseCode("200")
                        .description("Logged in, or `mfa_required`: go on with `POST /login/mfa`")
                        .content(contentBuilder()
                                .mediaType(JSON)
                                .schema(schemaBuilder().oneOf(new Class<?>[] {TokenAnswer.class, MfaRequired.class}))))
                .response(
                        responseBuilder().responseCode("401").description("`invalid_credentials`, whatever was wrong"))
                .response(responseBuilder()
                        .responseCode("403")
                        .description("`account_disabled`, after the right password only"))
                .response(responseBuilder().responseCode("422").description("`validation_failed`"))
                .response(responseBuilder().responseCode("429").description("`rate_limited`"))
                .response(responseBuilder().responseCode("503").description("`busy`: try again after `Retry-After`"));
    }
}
