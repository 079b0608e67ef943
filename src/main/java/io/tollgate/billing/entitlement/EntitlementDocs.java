package io.tollgate.billing.entitlement;

import static org.springdoc.core.fn.builders.apiresponse.Builder.responseBuilder;
import static org.springdoc.core.fn.builders.content.Builder.contentBuilder;
import static org.springdoc.core.fn.builders.exampleobject.Builder.exampleOjectBuilder;
import static org.springdoc.core.fn.builders.parameter.Builder.parameterBuilder;
import static org.springdoc.core.fn.builders.requestbody.Builder.requestBodyBuilder;
import static org.springdoc.core.fn.builders.schema.Builder.schemaBuilder;

import io.swagger.v3.oas.annotations.enums.ParameterIn;
import java.util.UUID;
import org.springdoc.core.fn.builders.operation.Builder;

/** What the API description says of {@code /billing/entitlements}. */
final class EntitlementDocs {

    private static final String TAG = "Entitlements";

    private EntitlementDocs() {}

    static void mine(Builder operation) {
        operation
                .tag(TAG)
                .operationId("getMyEntitlements")
                .summary("What the caller's plan opens, and how much of it is used up")
                .description(
                        "By the subscription that is open now: trialing, active, for a while past due, cancelled until "
                                + "the end of what is paid. Without one, by the plan for everybody.")
                .response(responseBuilder().responseCode("200").implementation(EntitlementsView.class))
                .response(refusal("401", "not_authenticated"))
                .response(refusal("403", "account_not_active"));
    }

    static void ofUser(Builder operation) {
        operation
                .tag(TAG)
                .operationId("getEntitlementsOfUser")
                .summary("What a user's plan opens (service accounts with the scope entitlements:consume)")
                .parameter(
                        parameterBuilder().name("userId").in(ParameterIn.PATH).implementation(UUID.class))
                .response(responseBuilder().responseCode("200").implementation(EntitlementsView.class))
                .response(refusal("403", "service_token_required; scope_missing; account_not_active"))
                .response(refusal("404", "user_not_found"));
    }

    static void consume(Builder operation) {
        operation
                .tag(TAG)
                .operationId("consumeEntitlement")
                .summary("Count a use of a metered feature, if the limit allows it")
                .description("Checked and counted in one step, whoever else is at it. With an `Idempotency-Key` or a "
                        + "`transaction_id` the same use is counted once; the second time the answer is the first one's, with "
                        + "`Idempotent-Replayed: true`. Beyond a soft limit it is counted with `overage: true`. A service account "
                        + "with the scope `entitlements:consume` says in `user_id` for whom.")
                .parameter(
                        parameterBuilder().name("feature").in(ParameterIn.PATH).implementation(String.class))
                .parameter(parameterBuilder()
                        .name("Idempotency-Key")
                        .in(ParameterIn.HEADER)
                        .implementation(String.class))
                .requestBody(requestBodyBuilder()
                        .required(true)
                        .content(contentBuilder()
                                .mediaType("application/json")
                                .schema(schemaBuilder().implementation(ConsumeRequest.class))
                                .example(exampleOjectBuilder()
                                        .name("example")
                                        .value("{\"amount\": 1, \"transaction_id\": \"export-4711\"}"))))
                .response(responseBuilder().responseCode("200").implementation(ConsumeView.class))
                .response(refusal("400", "feature_not_metered"))
                .response(refusal(
                        "403",
                        "entitlement_exhausted, with limit, used and resets_at; entitlement_missing; "
                                + "service_token_required; scope_missing"))
                .response(refusal("404", "feature_not_found"))
                .response(refusal("422", "validation_failed; idempotency_key_reused"));
    }

    private static org.springdoc.core.fn.builders.apiresponse.Builder refusal(String status, String description) {
        return responseBuilder().responseCode(status).description(description);
    }
}
