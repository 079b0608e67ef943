package io.tollgate.auth.otp;

import static org.springdoc.core.fn.builders.apiresponse.Builder.responseBuilder;
import static org.springdoc.core.fn.builders.content.Builder.contentBuilder;
import static org.springdoc.core.fn.builders.requestbody.Builder.requestBodyBuilder;
import static org.springdoc.core.fn.builders.schema.Builder.schemaBuilder;

import io.tollgate.auth.token.TokenAnswer;
import org.springdoc.core.fn.builders.operation.Builder;

/** OpenAPI text of {@link CodeRoutes}. */
final class CodeDocs {

    private static final String TAG = "Login";
    private static final String JSON = "application/json";

    private CodeDocs() {}

    static void request(Builder operation) {
        operation
                .operationId("requestLoginCode")
                .tag(TAG)
                .summary("Ask for a login code by mail")
                .description("""
                        The answer is the same whether or not the address has an account. At most one mail a minute, five an hour \
                        and twenty a day; a new code voids the one before. Within the minute whoever asks again from the same \
                        device is told the same flow.""")
                .requestBody(json(CodeBodies.Wanted.class))
                .response(answer("200", "A code is on its way, if there is an account", CodeBodies.Begun.class))
                .response(responseBuilder()
                        .responseCode("400")
                        .description("`email_unknown`, only where the deployment reveals it"))
                .response(responseBuilder().responseCode("422").description("`validation_failed`"))
                .response(responseBuilder().responseCode("429").description("`rate_limited`"));
    }

    static void login(Builder operation) {
        operation
                .operationId("loginWithCode")
                .tag(TAG)
                .summary("Log in with a code from a mail")
                .description("""
                        A code is good for five tries and one login. Logging in proves the address: where nobody had proven it \
                        before, password, links and sessions from before are removed.""")
                .requestBody(json(CodeBodies.Given.class))
                .response(answer("200", "Logged in", TokenAnswer.class))
                .response(responseBuilder()
                        .responseCode("400")
                        .description(
                                "`login_code_invalid`; `login_code_expired` for the right code that came too late"))
                .response(responseBuilder()
                        .responseCode("403")
                        .description("`account_disabled`, after the right code only"))
                .response(responseBuilder().responseCode("422").description("`validation_failed`"))
                .response(responseBuilder().responseCode("429").description("`rate_limited`"));
    }

    private static org.springdoc.core.fn.builders.requestbody.Builder json(Class<?> type) {
        return requestBodyBuilder()
                .required(true)
                .content(contentBuilder().mediaType(JSON).schema(schemaBuilder().implementation(type)));
    }

    private static org.springdoc.core.fn.builders.apiresponse.Builder answer(
            String status, String description, Class<?> type) {
        return responseBuilder()
                .responseCode(status)
                .description(description)
                .content(contentBuilder().mediaType(JSON).schema(schemaBuilder().implementation(type)));
    }
}
