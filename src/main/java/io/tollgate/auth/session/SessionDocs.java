package io.tollgate.auth.session;

import static org.springdoc.core.fn.builders.apiresponse.Builder.responseBuilder;
import static org.springdoc.core.fn.builders.parameter.Builder.parameterBuilder;

import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.tollgate.platform.openapi.PagedAnswer;
import org.springdoc.core.fn.builders.operation.Builder;

/** OpenAPI text of {@link SessionRoutes}. */
final class SessionDocs {

    private static final String TAG = "Sessions";

    private SessionDocs() {}

    static void list(Builder operation) {
        operation
                .operationId("listSessions")
                .tag(TAG)
                .summary("Where am I logged in")
                .description(
                        "The sessions that are alive, the newest first. The device is a guess from the User-Agent.")
                .parameter(
                        parameterBuilder().in(ParameterIn.QUERY).name("limit").description("1 to 100, 20 if not given"))
                .parameter(
                        parameterBuilder().in(ParameterIn.QUERY).name("offset").description("0 or more"))
                .response(PagedAnswer.of(SessionView.class, "The newest first"))
                .response(responseBuilder().responseCode("401").description("Not authenticated"))
                .response(responseBuilder().responseCode("422").description("`validation_failed`"));
    }

    static void end(Builder operation) {
        operation
                .operationId("endSession")
                .tag(TAG)
                .summary("Log out one device")
                .description("""
                        No token of the session is worth anything from then on; other nodes know within a second. Any session \
                        but the current one wants a login within the last 15 minutes.""")
                .parameter(parameterBuilder()
                        .in(ParameterIn.PATH)
                        .name("id")
                        .required(true)
                        .description("From the list"))
                .response(responseBuilder().responseCode("204").description("It has ended"))
                .response(responseBuilder().responseCode("401").description("Not authenticated"))
                .response(responseBuilder().responseCode("403").description("`reauthentication_required`"))
                .response(responseBuilder()
                        .responseCode("404")
                        .description("`not_found`: no live session of yours has this id"));
    }

    static void endOthers(Builder operation) {
        operation
                .operationId("endOtherSessions")
                .tag(TAG)
                .summary("Log out all other devices")
                .description("Keeps the session of this request. Wants a login within the last 15 minutes.")
                .response(responseBuilder().responseCode("204").description("All others have ended"))
                .response(responseBuilder().responseCode("401").description("Not authenticated"))
                .response(responseBuilder().responseCode("403").description("`reauthentication_required`"));
    }
}
