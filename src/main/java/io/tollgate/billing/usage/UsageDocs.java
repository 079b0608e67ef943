package io.tollgate.billing.usage;

import static io.tollgate.platform.openapi.Parts.body;
import static io.tollgate.platform.openapi.Parts.refusal;
import static org.springdoc.core.fn.builders.apiresponse.Builder.responseBuilder;
import static org.springdoc.core.fn.builders.content.Builder.contentBuilder;
import static org.springdoc.core.fn.builders.exampleobject.Builder.exampleOjectBuilder;
import static org.springdoc.core.fn.builders.parameter.Builder.parameterBuilder;
import static org.springdoc.core.fn.builders.schema.Builder.schemaBuilder;

import io.swagger.v3.oas.annotations.enums.ParameterIn;
import java.util.UUID;
import org.springdoc.core.fn.builders.operation.Builder;

/** What the API description says of metered usage. */
final class UsageDocs {

    private static final String TAG = "Usage";
    private static final String NO_TOKEN = "`not_authenticated`, `token_expired`, `token_invalid`";
    private static final String NO_SERVICE = "`service_token_required`, `scope_missing`";
    private static final String EVENT = """
            {"transaction_id": "call-4711", "subscription_id": "019aa1b2-4d5e-7f60-8b7c-8d9e0f1a2b3c", "metric": "traffic",
             "quantity": "12.5", "timestamp": "2026-11-21T08:00:00Z", "properties": {"region": "eu"}}""";

    private UsageDocs() {}

    static void one(Builder operation) {
        told(operation)
                .operationId("reportUsage")
                .summary("Tell that something was used (service accounts)")
                .description(
                        "Counted once, however often it is told while names are kept (`USAGE_RETENTION`, 400 days): the answer "
                                + "comes after the commit, so an event without an answer is told again under the same "
                                + "`transaction_id`, and with the same `timestamp`, since without one it happens when it is "
                                + "told. After that it is too late to be told again. A `transaction_id` is one in its "
                                + "subscription, and where `user_id` is told, in all that the user has had. A correction is another event "
                                + "with a negative quantity, where the metric sums.")
                .requestBody(body(UsageEventRequest.class, EVENT))
                .response(answer("201", "Counted now", UsageResultView.class, """
                        {"transaction_id": "call-4711", "status": "accepted"}"""))
                .response(answer("200", "Counted before: `duplicate`", UsageResultView.class, """
                        {"transaction_id": "call-4711", "status": "duplicate"}"""))
                .response(refusal("409", "`usage_conflict`: something else was told under this `transaction_id`"))
                .response(refusal(
                        "422", "`validation_failed`; `usage_too_late`: it happened longer ago than is looked back"));
    }

    static void batch(Builder operation) {
        told(operation)
                .operationId("reportUsageBatch")
                .summary("Tell 1 to 1,000 things that were used (service accounts)")
                .description(
                        "Each event has a result of its own, in the same order: `accepted`, `duplicate`, `conflict`, "
                                + "`too_late`, or `rejected` with `field` and `reason`. A bad event does not take the "
                                + "others along. A body may be up to 2 MB: 2 KB for each of 1,000.")
                .requestBody(body(UsageBatch.class, "{\"events\": [" + EVENT + "]}"))
                .response(answer("200", "What became of each", UsageBatchView.class, """
                        {"accepted": 1, "results": [{"transaction_id": "call-4711", "status": "accepted"}]}"""))
                .response(refusal("413", "`body_too_large`: above 2 MB; tell fewer at a time"))
                .response(refusal("422", "`validation_failed`: no events, or more than 1,000"));
    }

    static void mine(Builder operation) {
        operation
                .tag(TAG)
                .operationId("getOwnUsage")
                .summary("What was used in the current period, and what it costs so far")
                .response(responseBuilder().responseCode("200").implementation(CurrentUsageView.class))
                .response(refusal("401", NO_TOKEN + ", `user_gone`"))
                .response(refusal("403", "`account_not_active`, `user_token_required`"))
                .response(refusal("404", "`subscription_not_found`"));
    }

    static void ofSubscription(Builder operation) {
        operation
                .tag(TAG)
                .operationId("getUsageOfSubscription")
                .summary("What a subscription used in its current period, and what it costs so far (administrators)")
                .parameter(parameterBuilder().name("id").in(ParameterIn.PATH).implementation(UUID.class))
                .response(responseBuilder().responseCode("200").implementation(CurrentUsageView.class))
                .response(refusal("401", NO_TOKEN))
                .response(refusal("403", "`admin_required`, `account_not_active`"))
                .response(refusal("404", "`subscription_not_found`"))
                .response(refusal("422", "`validation_failed`: the id is not a UUID"));
    }

    private static Builder told(Builder operation) {
        return operation
                .tag(TAG)
                .response(refusal("401", NO_TOKEN))
                .response(refusal("403", NO_SERVICE))
                .response(refusal("503", "`unavailable`, `busy`: tell it again, under the same names"));
    }

    private static org.springdoc.core.fn.builders.apiresponse.Builder answer(
            String status, String description, Class<?> type, String example) {
        return responseBuilder()
                .responseCode(status)
                .description(description)
                .content(contentBuilder()
                        .mediaType("application/json")
                        .schema(schemaBuilder().implementation(type))
                        .example(exampleOjectBuilder().value(example)));
    }
}
