package io.tollgate.auth.stepup;

import static org.springdoc.core.fn.builders.apiresponse.Builder.responseBuilder;
import static org.springdoc.core.fn.builders.content.Builder.contentBuilder;
import static org.springdoc.core.fn.builders.exampleobject.Builder.exampleOjectBuilder;
import static org.springdoc.core.fn.builders.requestbody.Builder.requestBodyBuilder;
import static org.springdoc.core.fn.builders.schema.Builder.schemaBuilder;

import io.tollgate.auth.token.TokenAnswer;
import org.springdoc.core.fn.builders.operation.Builder;

/** OpenAPI text of {@link StepUpRoutes}. */
final class StepUpDocs {

    private static final String JSON = "application/json";

    private StepUpDocs() {}

    static void stepUp(Builder operation) {
        operation
                .operationId("stepUp")
                .tag("Sessions")
                .summary("Prove once more who you are")
                .description("""
                        For what answers `reauthentication_required`. The answer has tokens of a new session with a fresh \
                        `auth_time`; the session it was asked in has ended. With a second factor enrolled, that one has to be \
                        shown, and the password may be; without one, the password or a passkey. Who has none of them logs in anew instead. Wrong \
                        answers count together with the wrong passwords and second factors of logins.""")
                .requestBody(requestBodyBuilder()
                        .required(true)
                        .content(contentBuilder()
                                .mediaType(JSON)
                                .schema(schemaBuilder().implementation(StepUpRequest.class))
                                .example(exampleOjectBuilder()
                                        .name("password")
                                        .value("{\"password\": \"a sentence nobody else says\"}"))
                                .example(exampleOjectBuilder()
                                        .name("totp")
                                        .value("{\"method\": \"totp\", \"code\": \"123456\"}"))))
                .response(responseBuilder()
                        .responseCode("200")
                        .description("A new session")
                        .content(contentBuilder()
                                .mediaType(JSON)
                                .schema(schemaBuilder().implementation(TokenAnswer.class))))
                .response(responseBuilder().responseCode("401").description("Not signed in"))
                .response(responseBuilder()
                        .responseCode("403")
                        .description(
                                "`step_up_refused`, whatever was wrong; `mfa_required`: only the second factor will do; "
                                        + "`forbidden` while acting for a user"))
                .response(responseBuilder().responseCode("422").description("`validation_failed`"))
                .response(responseBuilder().responseCode("429").description("`rate_limited`"))
                .response(responseBuilder().responseCode("503").description("`busy`: try again after `Retry-After`"));
    }
}
