package io.tollgate.auth.social;

import static org.springdoc.core.fn.builders.apiresponse.Builder.responseBuilder;
import static org.springdoc.core.fn.builders.content.Builder.contentBuilder;
import static org.springdoc.core.fn.builders.exampleobject.Builder.exampleOjectBuilder;
import static org.springdoc.core.fn.builders.parameter.Builder.parameterBuilder;
import static org.springdoc.core.fn.builders.requestbody.Builder.requestBodyBuilder;
import static org.springdoc.core.fn.builders.schema.Builder.schemaBuilder;

import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.tollgate.auth.token.TokenAnswer;
import org.springdoc.core.fn.builders.operation.Builder;

/** OpenAPI text of the sign-in part of {@link SocialRoutes}. */
final class SocialDocs {

    private static final String TAG = "Social login";
    private static final String JSON = "application/json";

    private SocialDocs() {}

    static void google(Builder operation) {
        depart(operation.operationId("googleLogin").summary("Sign in with Google"), "`login_hint` and `hd`");
    }

    static void github(Builder operation) {
        depart(operation.operationId("githubLogin").summary("Sign in with GitHub"), "`login` and `allow_signup`");
    }

    static void callback(Builder operation) {
        operation
                .operationId("socialCallback")
                .tag(TAG)
                .summary("Where a provider sends people back to")
                .description("""
                        Not called by clients. A flow is good for one return within ten minutes, to the browser that began it. If an \
                        app waits, answers 303 to its address with `?code=` (to be exchanged within 60 seconds), `?linked=` or \
                        `?error=`, which holds one of the codes below. Otherwise the answer is the login's own.""")
                .parameter(path())
                .parameter(query("state", "The flow's state"))
                .parameter(query("code", "The provider's code"))
                .parameter(query("error", "Instead of a code"))
                .parameter(query("iss", "Who answers (RFC 9207); must be who was asked"))
                .response(tokens("Signed in, and no app waits"))
                .response(responseBuilder().responseCode("204").description("Identity linked, and no app waits"))
                .response(responseBuilder().responseCode("303").description("Back to the app"))
                .response(responseBuilder()
                        .responseCode("400")
                        .description("`social_callback_invalid`, `social_state_invalid`, `social_login_failed`"))
                .response(responseBuilder()
                        .responseCode("403")
                        .description("`social_email_unverified`: the provider does not vouch for any address"))
                .response(responseBuilder()
                        .responseCode("409")
                        .description("`social_link_required`: log in otherwise and add the identity; "
                                + "`identity_taken`, `identity_exists` when linking"))
                .response(responseBuilder().responseCode("502").description("`social_provider_error`"))
                .response(responseBuilder()
                        .responseCode("503")
                        .description("`social_provider_unavailable`: try again after `Retry-After`"));
    }

    static void exchange(Builder operation) {
        operation
                .operationId("exchangeSocialCode")
                .tag(TAG)
                .summary("Exchange a hand-off code for tokens")
                .description(
                        "A code is good once, for 60 seconds, and only together with the verifier of its challenge.")
                .requestBody(requestBodyBuilder()
                        .required(true)
                        .content(contentBuilder()
                                .mediaType(JSON)
                                .schema(schemaBuilder().implementation(ExchangeRequest.class))))
                .response(tokens("Signed in"))
                .response(
                        responseBuilder().responseCode("400").description("`social_login_failed`, whatever was wrong"))
                .response(responseBuilder().responseCode("422").description("`validation_failed`"))
                .response(responseBuilder().responseCode("429").description("`rate_limited`"));
    }

    static void idToken(Builder operation) {
        operation
                .operationId("signInWithIdToken")
                .tag(TAG)
                .summary("Sign in with an id_token from the device")
                .description("""
                        For mobile apps with the provider's SDK; Google only. The token must have been made for one of our client ids, \
                        and is good for one sign-in. A nonce that is sent must be in the token, as it is or as its SHA-256.""")
                .parameter(path())
                .requestBody(requestBodyBuilder()
                        .required(true)
                        .content(contentBuilder()
                                .mediaType(JSON)
                                .schema(schemaBuilder().implementation(IdTokenRequest.class))))
                .response(tokens("Signed in"))
                .response(responseBuilder()
                        .responseCode("400")
                        .description("`social_login_failed`, whatever was wrong with the token"))
                .response(responseBuilder().responseCode("403").description("`social_email_unverified`"))
                .response(responseBuilder()
                        .responseCode("404")
                        .description("`not_found`: the provider is not set up, or has no id_tokens"))
                .response(responseBuilder().responseCode("409").description("`social_link_required`"))
                .response(responseBuilder().responseCode("422").description("`validation_failed`"))
                .response(responseBuilder().responseCode("503").description("`social_provider_unavailable`"));
    }

    static org.springdoc.core.fn.builders.parameter.Builder path() {
        return parameterBuilder()
                .in(ParameterIn.PATH)
                .name("provider")
                .required(true)
                .example("google")
                .description("`google` or `github`");
    }

    private static void depart(Builder operation, String hints) {
        operation
                .tag(TAG)
                .description("""
                        For a browser to be sent to. Apps give the address they wait at, one of those configured, and the S256 \
                        challenge of a verifier they keep (RFC 7636): they get a code to exchange, never tokens in a URL. Without an \
                        address the callback itself answers with the tokens. Of other parameters, only\s""" + hints + " reach the provider.")
                .parameter(query("redirect_to", "Where the app waits; exactly as configured"))
                .parameter(query("code_challenge", "Needed with `redirect_to`"))
                .response(responseBuilder()
                        .responseCode("307")
                        .description("To the provider, with a cookie for the way back"))
                .response(responseBuilder()
                        .responseCode("404")
                        .description("`not_found`: the provider is not set up here"))
                .response(responseBuilder().responseCode("422").description("`validation_failed`"));
    }

    private static org.springdoc.core.fn.builders.parameter.Builder query(String name, String description) {
        return parameterBuilder()
                .in(ParameterIn.QUERY)
                .name(name)
                .required(false)
                .description(description);
    }

    private static org.springdoc.core.fn.builders.apiresponse.Builder tokens(String description) {
        return responseBuilder()
                .responseCode("200")
                .description(description)
                .content(contentBuilder()
                        .mediaType(JSON)
                        .schema(schemaBuilder().implementation(TokenAnswer.class))
                        .example(exampleOjectBuilder().value("""
                                {"token": "eyJ0eXAiOiJhdCtqd3Qi…", "refresh_token": "eyJ0eXAiOiJydCtqd3Qi…", "type": "Bearer",
                                 "user": {"id": "019aa0f4-7d2b-7c3e-9f61-2b8c4d5e6f70", "email": "ada@example.com",
                                          "username": "Ada_Lovelace4711", "provider": "google"}}""")));
    }
}
