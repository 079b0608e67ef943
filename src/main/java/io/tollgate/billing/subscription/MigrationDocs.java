package io.tollgate.billing.subscription;

import static io.tollgate.platform.openapi.Parts.number;
import static io.tollgate.platform.openapi.Parts.refusal;
import static org.springdoc.core.fn.builders.apiresponse.Builder.responseBuilder;
import static org.springdoc.core.fn.builders.content.Builder.contentBuilder;
import static org.springdoc.core.fn.builders.exampleobject.Builder.exampleOjectBuilder;
import static org.springdoc.core.fn.builders.parameter.Builder.parameterBuilder;
import static org.springdoc.core.fn.builders.requestbody.Builder.requestBodyBuilder;
import static org.springdoc.core.fn.builders.schema.Builder.schemaBuilder;

import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.tollgate.platform.openapi.PagedAnswer;
import java.util.UUID;
import org.springdoc.core.fn.builders.operation.Builder;

/** What the API description says of migrations. */
final class MigrationDocs {

    private static final String TAG = "Plans";
    private static final String NO_TOKEN = "`not_authenticated`, `token_expired`, `token_invalid`";
    private static final String NO_ADMIN = "`admin_required`, `account_not_active`";

    private MigrationDocs() {}

    static void migrate(Builder operation) {
        operation
                .tag(TAG)
                .operationId("migratePlan")
                .summary("Move the subscribers of older versions to the price that is asked now (administrators)")
                .description(
                        "Done in batches by a job. A change to the plan that waits for the end of a period is moved as "
                                + "well. Whoever has nothing to pay now is not made to pay: such "
                                + "subscriptions are skipped and named in the answer.")
                .parameter(id("id"))
                .parameter(parameterBuilder()
                        .in(ParameterIn.HEADER)
                        .name("Idempotency-Key")
                        .description("Makes a repeated request safe for 24 hours"))
                .requestBody(requestBodyBuilder()
                        .required(true)
                        .content(contentBuilder()
                                .mediaType("application/json")
                                .schema(schemaBuilder().implementation(MigrateRequest.class))
                                .example(exampleOjectBuilder()
                                        .name("example")
                                        .value("{\"from_version\": 1, \"proration_behavior\": \"none\"}"))))
                .response(responseBuilder().responseCode("202").implementation(MigrationView.class))
                .response(refusal("401", NO_TOKEN))
                .response(refusal("403", NO_ADMIN))
                .response(refusal("404", "`plan_not_found`"))
                .response(refusal("409", "`migration_running`, `plan_not_sold`"))
                .response(refusal("422", "`validation_failed`: also a version that is not an older one"));
    }

    static void list(Builder operation) {
        operation
                .tag(TAG)
                .operationId("listPlanMigrations")
                .summary("The migrations of a plan, the newest first (administrators)")
                .parameter(id("id"))
                .parameter(number("limit", "1 to 100, 20 where absent"))
                .parameter(number("offset", "0 where absent"))
                .response(PagedAnswer.of(MigrationView.class, "The newest first"))
                .response(refusal("401", NO_TOKEN))
                .response(refusal("403", NO_ADMIN))
                .response(refusal("404", "`plan_not_found`"))
                .response(refusal("422", "`validation_failed`"));
    }

    static void show(Builder operation) {
        operation
                .tag(TAG)
                .operationId("getPlanMigration")
                .summary("How a migration gets on (administrators)")
                .parameter(id("id"))
                .parameter(id("migrationId"))
                .response(responseBuilder().responseCode("200").implementation(MigrationView.class))
                .response(refusal("401", NO_TOKEN))
                .response(refusal("403", NO_ADMIN))
                .response(refusal("404", "`migration_not_found`"))
                .response(refusal("422", "`validation_failed`: an id is not a UUID"));
    }

    private static org.springdoc.core.fn.builders.parameter.Builder id(String name) {
        return parameterBuilder().name(name).in(ParameterIn.PATH).implementation(UUID.class);
    }
}
