package io.tollgate.billing.metric;

import static io.tollgate.platform.openapi.Parts.body;
import static io.tollgate.platform.openapi.Parts.id;
import static io.tollgate.platform.openapi.Parts.number;
import static io.tollgate.platform.openapi.Parts.refusal;
import static org.springdoc.core.fn.builders.apiresponse.Builder.responseBuilder;
import static org.springdoc.core.fn.builders.parameter.Builder.parameterBuilder;

import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.tollgate.platform.openapi.PagedAnswer;
import org.springdoc.core.fn.builders.operation.Builder;

/** What the API description says of billable metrics. */
final class MetricDocs {

    static final String TAG = "Metrics";
    static final String NO_TOKEN = "`not_authenticated`, `token_expired`, `token_invalid`";
    static final String NO_ADMIN = "`admin_required`, `account_not_active`";

    private MetricDocs() {}

    static void list(Builder operation) {
        administrators(operation)
                .operationId("listMetrics")
                .summary("What is counted of usage (administrators)")
                .parameter(number("limit", "1 to 100, 20 where absent"))
                .parameter(number("offset", "0 where absent"))
                .response(PagedAnswer.of(MetricView.class, "By code"))
                .response(refusal("422", "`validation_failed`"));
    }

    static void get(Builder operation) {
        one(operation)
                .operationId("getMetric")
                .summary("A metric (administrators)")
                .response(responseBuilder().responseCode("200").implementation(MetricView.class));
    }

    static void create(Builder operation) {
        administrators(operation)
                .operationId("createMetric")
                .summary("Add a metric (administrators)")
                .description(
                        "`aggregation` makes one quantity of a period's events: `count` how many there are, `sum` of their "
                                + "values, `max` the highest, `min` the lowest, `avg` their mean, `unique` how many different "
                                + "values of the property `unique_key`, `latest` the last, `weighted_sum` the mean of a level "
                                + "that each event changes, over time. An event's value is its quantity, or its property `field`. "
                                + "`filters` are properties by which charges may tell events apart. Only name and unit "
                                + "can be changed later.")
                .parameter(parameterBuilder()
                        .in(ParameterIn.HEADER)
                        .name("Idempotency-Key")
                        .description("Makes a repeated request safe for 24 hours"))
                .requestBody(body(MetricRequest.class, """
                        {"code": "traffic", "name": "Traffic", "unit": "GB", "aggregation": "sum",
                         "filters": {"region": ["eu", "us"]}}"""))
                .response(responseBuilder().responseCode("201").implementation(MetricView.class))
                .response(refusal("409", "`metric_code_taken`"))
                .response(refusal("422", "`validation_failed`"));
    }

    static void change(Builder operation) {
        one(operation)
                .operationId("changeMetric")
                .summary("Give a metric another name or unit (administrators)")
                .requestBody(body(ChangeMetric.class, "{\"name\": \"Outgoing traffic\"}"))
                .response(responseBuilder().responseCode("200").implementation(MetricView.class));
    }

    static void delete(Builder operation) {
        one(operation)
                .operationId("deleteMetric")
                .summary("Delete a metric that no plan charges for (administrators)")
                .description("Its code stays taken, and what was counted stays counted.")
                .response(responseBuilder().responseCode("204").description("Deleted"))
                .response(refusal("409", "`metric_in_use`"));
    }

    private static Builder one(Builder operation) {
        return administrators(operation)
                .parameter(id())
                .response(refusal("404", "`metric_not_found`"))
                .response(refusal("422", "`validation_failed`"));
    }

    static Builder administrators(Builder operation) {
        return operation.tag(TAG).response(refusal("401", NO_TOKEN)).response(refusal("403", NO_ADMIN));
    }
}
