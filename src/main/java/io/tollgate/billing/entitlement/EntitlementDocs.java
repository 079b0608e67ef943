package io.tollgate.billing.entitlement;

import static io.tollgate.platform.openapi.Parts.refusal;
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
    private static final String NO_TOKEN = "`not_authenticated`, `token_expired`, `token_invalid`";
    private static final String NO_ACCESS =
            "`service_token_required`, `scope_missing`, `account_not_active`: the user's";

    private EntitlementDocs() {}

    static void mine(Builder operation) {
        operation
                .tag(TAG)
                .operationId("getMyEntitlements")
                .summary("What the caller's plan opens, and how much of it is used up")
                .description(
                        "By the subscription that is open now: trialing, active, for a while past due, cancelled until "
                                + "the end of what is paid. Without one, by the plan for everybody.")
                .response(entitlements())
                .response(refusal("401", NO_TOKEN + ", `user_gone`"))
                .response(refusal("403", "`account_not_active`, `user_token_required`"));
    }

    static void ofUser(Builder operation) {
        operation
                .tag(TAG)
                .operationId("getEntitlementsOfUser")
                .summary("What a user's plan opens (service accounts with the scope entitlements:consume)")
                .parameter(
                        parameterBuilder().name("userId").in(ParameterIn.PATH).implementation(UUID.class))
                .response(entitlements())
                .response(refusal("401", NO_TOKEN))
                .response(refusal("403", NO_ACCESS))
                .response(refusal("404", "`user_not_found`"))
                .response(refusal("422", "`validation_failed`: the id is not a UUID"));
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
                .response(refusal("400", "`feature_not_metered`, `idempotency_key_invalid`"))
                .response(refusal("401", NO_TOKEN + ", `user_gone`"))
                .response(refusal(
                        "403",
                        "`entitlement_exhausted` with `limit`, `used` and `resets_at`; `entitlement_missing`, "
                                + NO_ACCESS + "; `user_token_required`: without `user_id`"))
                .response(refusal("404", "`feature_not_found`; `user_not_found`: the one of `user_id`"))
                .response(refusal(
                        "422", "`validation_failed`; `idempotency_key_reused`: for another use, which is not counted"));
    }

    private static org.springdoc.core.fn.builders.apiresponse.Builder entitlements() {
        return responseBuilder()
                .responseCode("200")
                .content(contentBuilder()
                        .mediaType("application/json")
                        .schema(schemaBuilder().implementation(EntitlementsView.class))
                        .example(exampleOjectBuilder().value("""
                                {"tier": "PRO",
                                 "plan": {"id": "019aa1b2-3c4d-7e5f-8a6b-7c8d9e0f1a2b", "code": "pro", "name": "Pro", "version": 1},
                                 "subscription": {"id": "019aa1b2-4d5e-7f60-8b7c-8d9e0f1a2b3c", "status": "active", "access_ends_at": null},
                                 "features": [
                                  {"feature": "api_calls", "name": "API calls", "kind": "metered", "limit": 1000, "hard_limit": true,
                                   "reset": "billing_period", "used": 40, "remaining": 960, "resets_at": "2026-12-21T08:00:00Z"},
                                  {"feature": "export", "name": "Export", "kind": "boolean", "enabled": true},
                                  {"feature": "seats", "name": "Seats", "kind": "static", "value": 5}]}""")));
    }
}
