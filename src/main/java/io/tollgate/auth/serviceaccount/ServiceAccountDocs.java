package io.tollgate.auth.serviceaccount;

import static io.tollgate.platform.openapi.Parts.body;
import static io.tollgate.platform.openapi.Parts.id;
import static io.tollgate.platform.openapi.Parts.number;
import static io.tollgate.platform.openapi.Parts.refusal;
import static org.springdoc.core.fn.builders.apiresponse.Builder.responseBuilder;

import io.tollgate.platform.openapi.PagedAnswer;
import org.springdoc.core.fn.builders.operation.Builder;

/** OpenAPI text of {@link ServiceAccountRoutes}. */
final class ServiceAccountDocs {

    private static final String TAG = "Service accounts";

    private ServiceAccountDocs() {}

    static void list(Builder operation) {
        guarded(operation, "listServiceAccounts", "All service accounts, newest first; revoked ones stay listed")
                .parameter(number("limit", "1 to 100, 20 where absent"))
                .parameter(number("offset", "0 where absent"))
                .response(PagedAnswer.of(ServiceAccount.class, "The newest first"));
    }

    static void show(Builder operation) {
        guarded(operation, "showServiceAccount", "One service account")
                .parameter(id())
                .response(responseBuilder().responseCode("200").implementation(ServiceAccount.class))
                .response(refusal("404", "service_account_not_found"));
    }

    static void create(Builder operation) {
        sensitive(operation, "createServiceAccount", "Make a service account and its first token")
                .description("""
                        The token (`tgs_…`) stands in this answer and nowhere else. It is a bearer token for the endpoints of \
                        its scopes: `usage:write`, `entitlements:consume`. It opens no user's endpoint. It dies with its \
                        account, and that with its owner's deactivation: for ever, also when they are let in again. It \
                        is good where `JWT_AUDIENCE` is the `audience` of the account.""")
                .requestBody(body(CreateServiceAccount.class, """
                        {"name": "meter of the video API", "scopes": ["usage:write"], "expires_at": "2027-12-31T00:00:00Z"}"""))
                .response(responseBuilder().responseCode("201").implementation(IssuedToken.class))
                .response(refusal("409", "service_account_name_taken"))
                .response(refusal("422", "validation_failed: unknown scope, unknown owner, expiry in the past"));
    }

    static void change(Builder operation) {
        sensitive(operation, "changeServiceAccount", "Change name, scopes, owner or expiry; what is absent stays")
                .description("Counts on every node within a second. `never_expires` takes an expiry away.")
                .parameter(id())
                .requestBody(body(ChangeServiceAccount.class, """
                        {"scopes": ["usage:write", "entitlements:consume"]}"""))
                .response(responseBuilder().responseCode("200").implementation(ServiceAccount.class))
                .response(refusal("404", "service_account_not_found"))
                .response(refusal("409", "service_account_revoked, service_account_name_taken"))
                .response(refusal("422", "validation_failed"));
    }

    static void rotate(Builder operation) {
        sensitive(operation, "rotateServiceAccount", "A new token, while the old one stays good for a while")
                .description("""
                        At most two secrets are good at once: rotating again ends the older one. With `overlap_seconds: 0` \
                        the old token is refused on every node within a second.""")
                .parameter(id())
                .requestBody(body(RotateSecret.class, "{\"overlap_seconds\": 86400}"))
                .response(responseBuilder().responseCode("200").implementation(IssuedToken.class))
                .response(refusal("404", "service_account_not_found"))
                .response(refusal("409", "service_account_revoked"));
    }

    static void revoke(Builder operation) {
        sensitive(operation, "revokeServiceAccount", "End a service account for ever; may be repeated")
                .description("Its tokens are refused on every node within a second.")
                .parameter(id())
                .response(responseBuilder().responseCode("204").description("Revoked"))
                .response(refusal("404", "service_account_not_found"));
    }

    private static Builder guarded(Builder operation, String id, String summary) {
        return operation
                .tag(TAG)
                .operationId(id)
                .summary(summary)
                .response(refusal("401", "not_authenticated"))
                .response(refusal("403", "admin_required"));
    }

    private static Builder sensitive(Builder operation, String id, String summary) {
        return operation
                .tag(TAG)
                .operationId(id)
                .summary(summary)
                .response(refusal("401", "not_authenticated"))
                .response(refusal("403", "admin_required, reauthentication_required"));
    }
}
