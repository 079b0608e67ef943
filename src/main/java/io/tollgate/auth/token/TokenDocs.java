package io.tollgate.auth.token;

import static org.springdoc.core.fn.builders.apiresponse.Builder.responseBuilder;
import static org.springdoc.core.fn.builders.content.Builder.contentBuilder;
import static org.springdoc.core.fn.builders.exampleobject.Builder.exampleOjectBuilder;
import static org.springdoc.core.fn.builders.parameter.Builder.parameterBuilder;
import static org.springdoc.core.fn.builders.requestbody.Builder.requestBodyBuilder;
import static org.springdoc.core.fn.builders.schema.Builder.schemaBuilder;

import io.swagger.v3.oas.annotations.enums.ParameterIn;
import org.springdoc.core.fn.builders.operation.Builder;

/** OpenAPI text of {@link TokenRoutes}. */
final class TokenDocs {

    private static final String TAG = "Tokens";
    private static final String JSON = "application/json";

    private TokenDocs() {}

    static void refresh(Builder operation) {
        operation
                .operationId("refreshToken")
                .tag(TAG)
                .summary("Exchange a refresh token for new tokens")
                .description("""
                        Each refresh token is good for one exchange. A repeated request within 20 seconds gets the same \
                        tokens once more, so retries and parallel tabs do no harm; a token that comes later a second time \
                        ends the session. Browsers send the cookie and no body, and get the new token as a cookie; their \
                        page's origin must be allowed.""")
                .requestBody(requestBodyBuilder()
                        .required(false)
                        .content(contentBuilder()
                                .mediaType(JSON)
                                .schema(schemaBuilder().implementation(RefreshRequest.class))
                                .example(exampleOjectBuilder()
                                        .value("{\"refresh_token\": \"eyJ0eXAiOiJydCtqd3QiLCJh…\"}"))))
                .parameter(parameterBuilder()
                        .in(ParameterIn.QUERY)
                        .name("token")
                        .required(false)
                        .deprecated(true)
                        .description("For clients of the original system; the body is better, since URLs get logged."))
                .response(responseBuilder()
                        .responseCode("200")
                        .description("New tokens")
                        .content(contentBuilder()
                                .mediaType(JSON)
                                .schema(schemaBuilder().implementation(TokenAnswer.class))))
                .response(responseBuilder().responseCode("400").description("Several different tokens were sent"))
                .response(responseBuilder()
                        .responseCode("401")
                        .description(
                                "`refresh_token_missing`, `refresh_token_invalid`, `token_expired`, `session_ended`, "
                                        + "`refresh_token_reused`: log in again"))
                .response(responseBuilder().responseCode("403").description("`origin_not_allowed`"));
    }

    static void logout(Builder operation) {
        operation
                .operationId("logout")
                .tag(TAG)
                .summary("End this session")
                .description(
                        "With the access token, or the refresh token in cookie or body when that has expired. Access "
                                + "tokens of the session are refused on every node within a second. May be repeated. With the token of an "
                                + "administrator in a user's place only that ends.")
                .requestBody(requestBodyBuilder()
                        .required(false)
                        .content(contentBuilder()
                                .mediaType(JSON)
                                .schema(schemaBuilder().implementation(RefreshRequest.class))))
                .response(responseBuilder().responseCode("204").description("Logged out"))
                .response(responseBuilder()
                        .responseCode("401")
                        .description("`not_authenticated`: no token at all, or only an expired access token"))
                .response(responseBuilder().responseCode("403").description("`origin_not_allowed`"));
    }

    static void logoutEverywhere(Builder operation) {
        operation
                .operationId("logoutEverywhere")
                .tag(TAG)
                .summary("End all sessions of the user")
                .response(responseBuilder().responseCode("204").description("Logged out everywhere"))
                .response(responseBuilder().responseCode("401").description("Not authenticated"));
    }

    static void keySet(Builder operation) {
        operation
                .operationId("keySet")
                .tag(TAG)
                .summary("Public keys that verify access tokens")
                .description(
                        "RFC 7517. A new key stands here an hour before it signs, an old one until its last token has "
                                + "expired.")
                .response(responseBuilder().responseCode("200").description("The key set"));
    }
}
