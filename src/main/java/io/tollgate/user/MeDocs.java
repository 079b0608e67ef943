package io.tollgate.user;

import static org.springdoc.core.fn.builders.apiresponse.Builder.responseBuilder;
import static org.springdoc.core.fn.builders.content.Builder.contentBuilder;
import static org.springdoc.core.fn.builders.exampleobject.Builder.exampleOjectBuilder;
import static org.springdoc.core.fn.builders.requestbody.Builder.requestBodyBuilder;
import static org.springdoc.core.fn.builders.schema.Builder.schemaBuilder;

import org.springdoc.core.fn.builders.operation.Builder;

/** OpenAPI text of {@link MeRoutes}. */
final class MeDocs {

    private MeDocs() {}

    static void show(Builder operation) {
        operation
                .operationId("showMe")
                .tag("Me")
                .summary("Who am I")
                .description("The account and profile of the token's user.")
                .response(responseBuilder()
                        .responseCode("200")
                        .description("The account")
                        .implementation(MeView.class))
                .response(
                        responseBuilder()
                                .responseCode("401")
                                .description(
                                        "`not_authenticated`, `token_expired`, `token_invalid`, `session_ended` or `user_gone`"));
    }

    static void change(Builder operation) {
        operation
                .operationId("changeMe")
                .tag("Me")
                .summary("Change my profile")
                .description("""
                        A merge patch (RFC 7396): what is not sent stays, null clears. Fields that users may not change are \
                        refused. The address is changed with `POST /me/email`.""")
                .requestBody(requestBodyBuilder()
                        .required(true)
                        .content(contentBuilder()
                                .mediaType("application/json")
                                .schema(schemaBuilder().implementation(ProfilePatch.class))
                                .example(exampleOjectBuilder()
                                        .value("{\"first_name\": \"Ada\", \"picture_url\": null}"))))
                .response(responseBuilder()
                        .responseCode("200")
                        .description("The account as it is now")
                        .implementation(MeView.class))
                .response(responseBuilder().responseCode("400").description("`username_taken`"))
                .response(responseBuilder().responseCode("401").description("Not authenticated"))
                .response(responseBuilder().responseCode("403").description("`account_not_active`"))
                .response(responseBuilder()
                        .responseCode("422")
                        .description("`validation_failed`, with a message per field"));
    }

    static void export(Builder operation) {
        operation
                .operationId("exportMe")
                .tag("Me")
                .summary("Everything held about me")
                .description("""
                        One JSON object with an array for each kind of data: account, sessions, subscriptions, payments, lines \
                        of the audit log and more. Streamed; a few times an hour.""")
                .response(responseBuilder()
                        .responseCode("200")
                        .description("The data, as a file")
                        .content(contentBuilder()
                                .mediaType("application/json")
                                .example(exampleOjectBuilder().value("""
                                        {"exported_at": "2026-11-21T05:00:00Z", "account": [{"username": "ada"}], \
                                        "sessions": [], "payments": [], "audit_log": []}"""))))
                .response(responseBuilder().responseCode("401").description("Not authenticated"))
                .response(responseBuilder().responseCode("403").description("`forbidden` while acting for a user"))
                .response(responseBuilder().responseCode("429").description("`rate_limited`"));
    }
}
