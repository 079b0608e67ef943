package io.tollgate.auth.password;

import static org.springdoc.core.fn.builders.apiresponse.Builder.responseBuilder;
import static org.springdoc.core.fn.builders.content.Builder.contentBuilder;
import static org.springdoc.core.fn.builders.exampleobject.Builder.exampleOjectBuilder;
import static org.springdoc.core.fn.builders.parameter.Builder.parameterBuilder;
import static org.springdoc.core.fn.builders.requestbody.Builder.requestBodyBuilder;
import static org.springdoc.core.fn.builders.schema.Builder.schemaBuilder;

import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.tollgate.auth.token.RenewedTokens;
import org.springdoc.core.fn.builders.operation.Builder;

/** OpenAPI text of {@link PasswordRoutes}. */
final class PasswordDocs {

    private static final String TAG = "Password";
    private static final String JSON = "application/json";
    private static final String CHANGED = "{\"message\": \"Password has been changed successfuly\"}";

    private PasswordDocs() {}

    static void forgotten(Builder operation) {
        operation
                .operationId("forgetPassword")
                .tag(TAG)
                .summary("Ask for a link to set a new password")
                .description("""
                        The answer is the same whether or not the address has an account. At most one mail a minute, five an hour \
                        and twenty a day; a new link voids the one before.""")
                .requestBody(json(PasswordRequests.Forgotten.class))
                .response(
                        message(
                                "202",
                                "{\"message\": \"If an account with this email exists, a password reset link has been sent.\"}"))
                .response(responseBuilder().responseCode("422").description("`validation_failed`"))
                .response(responseBuilder().responseCode("429").description("`rate_limited`"));
    }

    static void page(Builder operation) {
        operation
                .operationId("openPasswordReset")
                .tag(TAG)
                .summary("Where the link of the reset mail leads")
                .description("A page with a form. Nothing is used up by opening it.")
                .parameter(parameterBuilder()
                        .in(ParameterIn.QUERY)
                        .name("token")
                        .required(true)
                        .description("From the mail"))
                .response(responseBuilder().responseCode("200").description("The page"));
    }

    static void reset(Builder operation) {
        operation
                .operationId("newPassword")
                .tag(TAG)
                .summary("Set a password with the link from a mail")
                .description("""
                        JSON or form. Ends all sessions, voids all other links and codes, and proves the address. Nobody is \
                        logged in by it. A password that is refused does not use the link up.""")
                .requestBody(json(PasswordRequests.Reset.class))
                .response(message("202", CHANGED))
                .response(responseBuilder().responseCode("401").description("`reset_token_invalid` or `token_expired`"))
                .response(responseBuilder()
                        .responseCode("422")
                        .description(
                                "`validation_failed`: the password is too short, too common or too much like a name"))
                .response(responseBuilder().responseCode("429").description("`rate_limited`"))
                .response(responseBuilder().responseCode("503").description("`busy`: try again after `Retry-After`"));
    }

    static void change(Builder operation) {
        operation
                .operationId("changePassword")
                .tag(TAG)
                .summary("Change the password")
                .description("""
                        Ends the user's other sessions and voids their links and codes. This session goes on with the tokens in \
                        the answer; those it had are worth nothing from then on. Wrong passwords make the next tries wait. Who has \
                        no password yet, as after a login with Google, sets the first one without `old_password`, soon after a login.""")
                .requestBody(json(PasswordRequests.Change.class))
                .response(responseBuilder()
                        .responseCode("200")
                        .description("Changed")
                        .content(contentBuilder()
                                .mediaType(JSON)
                                .schema(schemaBuilder().implementation(RenewedTokens.class))))
                .response(responseBuilder().responseCode("401").description("Not authenticated"))
                .response(responseBuilder()
                        .responseCode("403")
                        .description("`wrong_password`, `account_not_active`, `forbidden` while acting for a user, or "
                                + "`reauthentication_required` where there is a second factor, or no password yet"))
                .response(responseBuilder().responseCode("422").description("`validation_failed`"))
                .response(responseBuilder().responseCode("429").description("`rate_limited`"))
                .response(responseBuilder().responseCode("503").description("`busy`: try again after `Retry-After`"));
    }

    private static org.springdoc.core.fn.builders.requestbody.Builder json(Class<?> type) {
        return requestBodyBuilder()
                .required(true)
                .content(contentBuilder().mediaType(JSON).schema(schemaBuilder().implementation(type)));
    }

    private static org.springdoc.core.fn.builders.apiresponse.Builder message(String status, String example) {
        return responseBuilder()
                .responseCode(status)
                .description("Done, or as good as done")
                .content(contentBuilder()
                        .mediaType(JSON)
                        .schema(schemaBuilder().implementation(PasswordRequests.Message.class))
                        .example(exampleOjectBuilder().value(example)));
    }
}
