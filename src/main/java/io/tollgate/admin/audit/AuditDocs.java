package io.tollgate.admin.audit;

import static io.tollgate.platform.openapi.Parts.query;
import static org.springdoc.core.fn.builders.apiresponse.Builder.responseBuilder;

import org.springdoc.core.fn.builders.operation.Builder;

/** OpenAPI text of {@link AuditRoutes}. */
final class AuditDocs {

    private AuditDocs() {}

    static void list(Builder operation) {
        operation
                .tag("Administration: audit log")
                .operationId("adminListAuditLog")
                .summary("Who did what, newest first")
                .description("All filters are optional and combine. The log cannot be changed, here or anywhere.")
                .parameter(query("actor", "Id of the user who did it"))
                .parameter(query("subject_type", "What it happened to: user, session, plan, service_account …"))
                .parameter(query("subject", "Its id; wants subject_type"))
                .parameter(query("action", "Like login or user.role_changed"))
                .parameter(query("outcome", "success, or the reason it was none"))
                .parameter(query("from", "Inclusive, like 2026-11-21T00:00:00Z"))
                .parameter(query("to", "Exclusive"))
                .parameter(query("limit", "1 to 100, 20 where absent"))
                .parameter(query("cursor", "next_cursor of the page before"))
                .response(responseBuilder().responseCode("200").implementation(AuditPage.class))
                .response(responseBuilder().responseCode("401").description("not_authenticated"))
                .response(responseBuilder().responseCode("403").description("admin_required"))
                .response(responseBuilder().responseCode("422").description("validation_failed"));
    }
}
