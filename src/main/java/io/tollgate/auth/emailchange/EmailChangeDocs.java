package io.tollgate.auth.emailchange;

import static org.springdoc.core.fn.builders.apiresponse.Builder.responseBuilder;
import static org.springdoc.core.fn.builders.content.Builder.contentBuilder;
import static org.springdoc.core.fn.builders.exampleobject.Builder.exampleOjectBuilder;
import static org.springdoc.core.fn.builders.parameter.Builder.parameterBuilder;
import static org.springdoc.core.fn.builders.requestbody.Builder.requestBodyBuilder;
import static org.springdoc.core.fn.builders.schema.Builder.schemaBuilder;

import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.tollgate.auth.mailbox.LinkToken;
import org.springdoc.core.fn.builders.operation.Builder;

/** OpenAPI text of {@link EmailChangeRoutes}. */
final class EmailChangeDocs {

    private static final String TAG = "Me";
    private static final String JSON = "application/json";

    private EmailChangeDocs() {}

    static void begin(Builder operation) {
        operation
                .operationId("changeEmail")
                .tag(TAG)
                .summary("Change my e-mail address")
                .description("""
                        Sends a link to the old mailbox and one to the new; the address changes when both have confirmed. Then \
                        all other sessions end. An address that has an account gets the same answer, and its owner a mail. \
                        Wants a login within the last 15 minutes. A new request voids the links of the last.""")
                .requestBody(requestBodyBuilder()
                        .required(true)
                        .content(contentBuilder()
                                .mediaType(JSON)
                                .schema(schemaBuilder().implementation(EmailRequest.class))))
                .response(responseBuilder()
                        .responseCode("202")
                        .description("Links have been sent")
                        .content(contentBuilder()
                                .mediaType(JSON)
                                .schema(schemaBuilder().implementation(EmailChangeHandler.Message.class))))
                .response(responseBuilder().responseCode("401").description("Not authenticated"))
                .response(responseBuilder()
                        .responseCode("403")
                        .description("`reauthentication_required`, `account_not_active`"))
                .response(responseBuilder()
                        .responseCode("422")
                        .description("`validation_failed`: no address, or the one the account has"))
                .response(responseBuilder().responseCode("429").description("`rate_limited`: too many mails"));
    }

    static void open(Builder operation) {
        operation
                .operationId("openEmailChange")
                .tag(TAG)
                .summary("Where the links of the mails lead")
                .description("A page with two buttons. Changes nothing: mail scanners open links, too.")
                .parameter(parameterBuilder()
                        .in(ParameterIn.QUERY)
                        .name("token")
                        .required(true)
                        .description("From the mail"))
                .response(responseBuilder().responseCode("200").description("The page"));
    }

    static void confirm(Builder operation) {
        link(
                operation,
                "confirmEmailChange",
                "Confirm a change of address",
                "{\"message\": \"The address is changed\"}");
    }

    static void cancel(Builder operation) {
        link(
                operation,
                "cancelEmailChange",
                "Stop a change of address",
                "{\"message\": \"The address stays as it is\"}");
    }

    private static void link(Builder operation, String id, String summary, String example) {
        operation
                .operationId(id)
                .tag(TAG)
                .summary(summary)
                .description("With the token of either mailbox, as JSON or form. Wants no login.")
                .requestBody(requestBodyBuilder()
                        .required(true)
                        .content(contentBuilder()
                                .mediaType(JSON)
                                .schema(schemaBuilder().implementation(LinkToken.class))))
                .response(responseBuilder()
                        .responseCode("202")
                        .description("Done")
                        .content(contentBuilder()
                                .mediaType(JSON)
                                .schema(schemaBuilder().implementation(ConfirmationHandler.Message.class))
                                .example(exampleOjectBuilder().value(example))))
                .response(responseBuilder()
                        .responseCode("401")
                        .description("`verification_token_invalid`: unknown, used or expired"));
    }
}
