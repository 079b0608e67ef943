package io.tollgate.admin.users;

import static io.tollgate.platform.openapi.Parts.body;
import static io.tollgate.platform.openapi.Parts.query;
import static io.tollgate.platform.openapi.Parts.refusal;
import static org.springdoc.core.fn.builders.apiresponse.Builder.responseBuilder;
import static org.springdoc.core.fn.builders.parameter.Builder.parameterBuilder;

import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.tollgate.auth.session.SessionView;
import io.tollgate.platform.openapi.PagedAnswer;
import java.util.UUID;
import org.springdoc.core.fn.builders.operation.Builder;

/** OpenAPI text of {@link UserRoutes}. */
final class UserDocs {

    private static final String TAG = "Administration: users";
    private static final String REASON = "{\"reason\": \"Ticket 4711\"}";

    private UserDocs() {}

    static void list(Builder operation) {
        operation(operation, "adminListUsers", "Find users", "admin_required")
                .description("""
                        All filters are optional and combine. `search` is the beginning of an e-mail address, a username or an id. \
                        `total` is counted up to 2,000 (`total_is_exact`); beyond an offset of 10,000, go on with `next_cursor`.""")
                .parameter(query("search", "Beginning of e-mail address, username or id"))
                .parameter(query("active", "true or false"))
                .parameter(query("verified", "true or false"))
                .parameter(query("admin", "true or false"))
                .parameter(query("provider", "local, google or github"))
                .parameter(query("created_from", "Inclusive, like 2026-11-21T00:00:00Z"))
                .parameter(query("created_to", "Exclusive"))
                .parameter(query("sort", "-created_at (where absent), created_at, email, -email, username, -username"))
                .parameter(query("limit", "1 to 100, 20 where absent"))
                .parameter(query("offset", "0 to 10000"))
                .parameter(query("cursor", "next_cursor of the page before"))
                .response(responseBuilder().responseCode("200").implementation(UserPage.class))
                .response(refusal("422", "validation_failed: not a value of its filter"));
    }

    static void show(Builder operation) {
        detailed(operation, "adminShowUser", "One user", "admin_required")
                .description("With profile, sessions, second factors, and why and how long the user is deactivated.");
    }

    static void deactivate(Builder operation) {
        sensitive(operation, "adminDeactivateUser", "Deactivate a user, for a time or for good; may be repeated")
                .description("""
                        Sessions, codes and links end at once, on every node within a second. Billing is told. Of a user who is \
                        deactivated already, reason and end become those of this request.""")
                .requestBody(body(
                        UserBodies.Deactivate.class,
                        "{\"reason\": \"Chargeback fraud\", \"until\": \"2027-01-01T00:00:00Z\"}"))
                .response(responseBuilder().responseCode("204").description("Deactivated"))
                .response(refusal("409", "own_account, last_administrator"))
                .response(refusal("422", "validation_failed"));
    }

    static void activate(Builder operation) {
        sensitive(operation, "adminActivateUser", "Let a deactivated user in again; may be repeated")
                .description("The user logs in anew; no old token comes back to life.")
                .requestBody(body(UserBodies.Reason.class, REASON))
                .response(responseBuilder().responseCode("204").description("Active"))
                .response(refusal("422", "validation_failed"));
    }

    static void changeRole(Builder operation) {
        detailed(operation, "adminChangeRole", "Make an administrator, or take the role away", SENSITIVE)
                .description("""
                        Taking it away ends the user's sessions on every node within a second. Nobody takes it from themselves, \
                        and one administrator always remains.""")
                .requestBody(body(UserBodies.Role.class, "{\"role\": \"user\"}"))
                .response(refusal("409", "own_account, last_administrator"))
                .response(refusal("422", "validation_failed"));
    }

    static void verify(Builder operation) {
        detailed(operation, "adminVerifyUser", "Take the e-mail address for proven", SENSITIVE)
                .description("""
                        As support does when mails do not arrive; the user gets one all the same. May be repeated. Where the \
                        address was registered more than once, passwords and sessions from before go.""");
    }

    static void resetPassword(Builder operation) {
        sensitive(operation, "adminResetPassword", "Send the user the mail to choose a new password")
                .response(responseBuilder().responseCode("202").description("On its way"))
                .response(refusal("409", "user_not_active"));
    }

    static void resetMfa(Builder operation) {
        sensitive(operation, "adminResetMfa", "Take all second factors from a user who has lost them; may be repeated")
                .description("Ends the user's sessions and tells the owner of the mailbox.")
                .response(responseBuilder().responseCode("204").description("The user logs in without one"))
                .response(refusal("409", "own_account"));
    }

    static void impersonate(Builder operation) {
        sensitive(operation, "adminImpersonate", "An access token to see what a user sees")
                .description("""
                        At most 15 minutes, cannot be refreshed, reads only: every request that changes something is refused. It \
                        carries the administrator's id as `act`, ends with `POST /logout` by itself, and with the administrator's \
                        session. Not for administrators.""")
                .requestBody(body(UserBodies.Reason.class, REASON))
                .response(responseBuilder().responseCode("200").implementation(ImpersonationAnswer.class))
                .response(refusal("409", "not_impersonated"))
                .response(refusal("422", "validation_failed"));
    }

    static void listSessions(Builder operation) {
        operation(operation, "adminListSessions", "A user's live sessions, newest first", "admin_required")
                .parameter(id("id"))
                .parameter(query("limit", "1 to 100, 20 where absent"))
                .parameter(query("offset", "0 where absent"))
                .response(PagedAnswer.of(SessionView.class, "The newest first"))
                .response(refusal("404", "user_not_found"));
    }

    static void endSessions(Builder operation) {
        sensitive(operation, "adminEndSessions", "End all sessions of a user")
                .response(responseBuilder().responseCode("204").description("Ended, on every node within a second"));
    }

    static void endSession(Builder operation) {
        operation(operation, "adminEndSession", "End one session of a user", SENSITIVE)
                .parameter(id("id"))
                .parameter(id("sid"))
                .response(responseBuilder().responseCode("204").description("Ended, on every node within a second"))
                .response(refusal("404", "session_not_found: not this user's, or ended before"));
    }

    private static final String SENSITIVE = "admin_required, reauthentication_required";

    private static Builder detailed(Builder operation, String id, String summary, String refusals) {
        return operation(operation, id, summary, refusals)
                .parameter(id("id"))
                .response(responseBuilder().responseCode("200").implementation(AdminUserDetail.class))
                .response(refusal("404", "user_not_found"));
    }

    private static Builder sensitive(Builder operation, String id, String summary) {
        return operation(operation, id, summary, SENSITIVE)
                .parameter(id("id"))
                .response(refusal("404", "user_not_found"));
    }

    private static Builder operation(Builder operation, String id, String summary, String refusals) {
        return operation
                .tag(TAG)
                .operationId(id)
                .summary(summary)
                .response(refusal("401", "not_authenticated"))
                .response(refusal("403", refusals));
    }

    private static org.springdoc.core.fn.builders.parameter.Builder id(String name) {
        return parameterBuilder().in(ParameterIn.PATH).name(name).implementation(UUID.class);
    }
}
