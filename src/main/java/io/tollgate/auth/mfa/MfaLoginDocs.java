package io.tollgate.auth.mfa;

import static org.springdoc.core.fn.builders.apiresponse.Builder.responseBuilder;
import static org.springdoc.core.fn.builders.content.Builder.contentBuilder;
import static org.springdoc.core.fn.builders.exampleobject.Builder.exampleOjectBuilder;
import static org.springdoc.core.fn.builders.requestbody.Builder.requestBodyBuilder;
import static org.springdoc.core.fn.builders.schema.Builder.schemaBuilder;

import io.tollgate.auth.token.TokenAnswer;
import org.springdoc.core.fn.builders.operation.Builder;

/** OpenAPI text of the second step of a login. */
final class MfaLoginDocs {

    private static final String JSON = "application/json";

    private MfaLoginDocs() {}

    static void complete(Builder operation) {
        operation
                .operationId("loginMfa")
                .tag("Login")
                .summary("Complete a login with the second factor")
                .description("""
                        Any login (password, e-mailed code, Google, GitHub, a passkey without user verification) of an account with a \
                        second factor answers 200 with `mfa_required: true`, an `mfa_token` and the `methods` to choose from, instead \
                        of tokens. It is 200 because the first factor was right: an error status would make clients drop what they \
                        hold and libraries send the password once more. The token is good for five minutes and five tries, in one \
                        login, and not after the password or the factors have changed; then the login begins anew. Each code is \
                        accepted once. After ten wrong ones in a row, on whatever way, the account takes no second factor for 15 \
                        minutes and answers as to a wrong one.""")
                .requestBody(requestBodyBuilder()
                        .required(true)
                        .content(contentBuilder()
                                .mediaType(JSON)
                                .schema(schemaBuilder().implementation(MfaLoginRequest.class))
                                .example(
                                        exampleOjectBuilder()
                                                .name("totp")
                                                .value(
                                                        "{\"mfa_token\": \"n6qjZ0y3…\", \"method\": \"totp\", \"code\": \"123456\"}"))
                                .example(exampleOjectBuilder()
                                        .name("recovery_code")
                                        .value("{\"mfa_token\": \"n6qjZ0y3…\", \"method\": \"recovery_code\", "
                                                + "\"code\": \"4k7m-x2p9-wq8t-5hzc\"}"))))
                .response(responseBuilder()
                        .responseCode("200")
                        .description("Logged in")
                        .content(contentBuilder()
                                .mediaType(JSON)
                                .schema(schemaBuilder().implementation(TokenAnswer.class))))
                .response(responseBuilder()
                        .responseCode("401")
                        .description("`mfa_invalid`, whatever was wrong: code, token, time, or the account is locked"))
                .response(responseBuilder().responseCode("422").description("`validation_failed`"))
                .response(responseBuilder().responseCode("429").description("`rate_limited`"));
    }
}
