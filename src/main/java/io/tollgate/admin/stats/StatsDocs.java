package io.tollgate.admin.stats;

import static org.springdoc.core.fn.builders.apiresponse.Builder.responseBuilder;
import static org.springdoc.core.fn.builders.parameter.Builder.parameterBuilder;

import io.swagger.v3.oas.annotations.enums.ParameterIn;
import org.springdoc.core.fn.builders.operation.Builder;

/** OpenAPI text of {@link StatsRoutes}. */
final class StatsDocs {

    private StatsDocs() {}

    static void monthly(Builder operation) {
        operation(operation, "adminMonthlyStats", "Recurring revenue, comings and goings, money in and owed, per month")
                .description("""
                        One entry per month (UTC) and currency. Amounts are in the currency's minor unit. Past months are counted \
                        from what subscriptions were then, not from what they are now. Customers whom a test moves through time are \
                        left out.""")
                .parameter(month("from", "First month, `2026-01`; eleven before `to` where absent"))
                .parameter(month("to", "Last month; this one where absent"))
                .response(responseBuilder().responseCode("200").implementation(MonthlyView.class))
                .response(responseBuilder().responseCode("422").description("`validation_failed`"));
    }

    static void totals(Builder operation) {
        operation(operation, "adminDashboardStats", "How many users, subscriptions and payments there are")
                .response(responseBuilder().responseCode("200").implementation(Totals.class));
    }

    private static Builder operation(Builder operation, String id, String summary) {
        return operation
                .tag("Administration: numbers")
                .operationId(id)
                .summary(summary)
                .response(responseBuilder().responseCode("401").description("not_authenticated"))
                .response(responseBuilder().responseCode("403").description("admin_required"));
    }

    private static org.springdoc.core.fn.builders.parameter.Builder month(String name, String text) {
        return parameterBuilder()
                .in(ParameterIn.QUERY)
                .name(name)
                .required(false)
                .description(text)
                .example("2026-11")
                .implementation(String.class);
    }
}
