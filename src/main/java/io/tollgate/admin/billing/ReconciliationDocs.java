package io.tollgate.admin.billing;

import static io.tollgate.platform.openapi.Parts.number;
import static org.springdoc.core.fn.builders.apiresponse.Builder.responseBuilder;
import static org.springdoc.core.fn.builders.parameter.Builder.parameterBuilder;

import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.tollgate.platform.openapi.PagedAnswer;
import java.util.UUID;
import org.springdoc.core.fn.builders.operation.Builder;

/** OpenAPI text of {@link ReconciliationRoutes}. */
final class ReconciliationDocs {

    private ReconciliationDocs() {}

    static void start(Builder operation) {
        operation(operation, "adminStartReconciliation", "Compare everything with Stripe, now")
                .description("""
                        Events that Stripe could not deliver, subscriptions, open and recent invoices. What differs is put right as \
                        an event would have done it, and counted. One runs at a time: while one does, it is answered. It runs \
                        each night by itself.""")
                .response(responseBuilder().responseCode("202").implementation(ReconciliationView.class));
    }

    static void list(Builder operation) {
        operation(operation, "adminListReconciliations", "The reports of the last 90 days, newest first")
                .parameter(number("limit", "1 to 100, 20 where absent"))
                .parameter(number("offset", "0 where absent"))
                .response(PagedAnswer.of(ReconciliationView.class, "The newest first, without their differences"))
                .response(responseBuilder().responseCode("422").description("`validation_failed`"));
    }

    static void show(Builder operation) {
        operation(operation, "adminShowReconciliation", "One report, with what differed")
                .description("""
                        `subscription_unknown` is the one kind that is not put right: Stripe knows neither the subscription nor its \
                        customer, so the key may be that of another account.""")
                .parameter(parameterBuilder().in(ParameterIn.PATH).name("id").implementation(UUID.class))
                .parameter(number("limit", "Of the differences: 1 to 100, 20 where absent"))
                .parameter(number("offset", "Of the differences: 0 where absent"))
                .response(responseBuilder().responseCode("200").implementation(ReconciliationView.class))
                .response(responseBuilder().responseCode("404").description("`reconciliation_not_found`"))
                .response(responseBuilder().responseCode("422").description("`validation_failed`"));
    }

    private static Builder operation(Builder operation, String id, String summary) {
        return operation
                .tag("Administration: billing")
                .operationId(id)
                .summary(summary)
                .response(responseBuilder().responseCode("401").description("not_authenticated"))
                .response(responseBuilder().responseCode("403").description("admin_required"));
    }
}
