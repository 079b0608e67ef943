package io.tollgate.user;

import static org.springdoc.core.fn.builders.apiresponse.Builder.responseBuilder;

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
}
