package io.tollgate.billing.entitlement;

import static io.tollgate.platform.openapi.Parts.body;
import static io.tollgate.platform.openapi.Parts.number;
import static io.tollgate.platform.openapi.Parts.refusal;
import static org.springdoc.core.fn.builders.apiresponse.Builder.responseBuilder;
import static org.springdoc.core.fn.builders.parameter.Builder.parameterBuilder;

import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.tollgate.platform.openapi.PagedAnswer;
import java.util.UUID;
import org.springdoc.core.fn.builders.operation.Builder;

/** What the API description says of features and what plans say about them. */
final class FeatureDocs {

    private static final String TAG = "Features";
    private static final String NO_TOKEN = "`not_authenticated`, `token_expired`, `token_invalid`";
    private static final String NO_ADMIN = "`admin_required`, `account_not_active`";
    private static final String NO_VERSION =
            "`validation_failed`: the id is not a UUID, or the number that of no version";

    private FeatureDocs() {}

    static void list(Builder operation) {
        administrators(operation)
                .operationId("listFeatures")
                .summary("What plans can open (administrators)")
                .parameter(number("limit", "1 to 100, 20 where absent"))
                .parameter(number("offset", "0 where absent"))
                .response(PagedAnswer.of(FeatureView.class, "By code"))
                .response(refusal("422", "`validation_failed`"));
    }

    static void create(Builder operation) {
        administrators(operation)
                .operationId("createFeature")
                .summary("Add a feature (administrators)")
                .description("`kind` is boolean, static or metered.")
                .parameter(parameterBuilder()
                        .in(ParameterIn.HEADER)
                        .name("Idempotency-Key")
                        .description("Makes a repeated request safe for 24 hours"))
                .requestBody(body(
                        FeatureRequest.class,
                        "{\"key\": \"api_calls\", \"name\": \"API calls\", \"kind\": \"metered\"}"))
                .response(responseBuilder().responseCode("201").implementation(FeatureView.class))
                .response(refusal("409", "`feature_key_taken`"))
                .response(refusal("422", "`validation_failed`"));
    }

    static void rename(Builder operation) {
        administrators(operation)
                .operationId("renameFeature")
                .summary("Give a feature another name (administrators)")
                .parameter(text("key"))
                .requestBody(body(RenameRequest.class, "{\"name\": \"Calls of the API\"}"))
                .response(responseBuilder().responseCode("200").implementation(FeatureView.class))
                .response(refusal("404", "`feature_not_found`"))
                .response(refusal("422", "`validation_failed`"));
    }

    static void delete(Builder operation) {
        administrators(operation)
                .operationId("deleteFeature")
                .summary("Delete a feature that no plan has and nobody has used (administrators)")
                .parameter(text("key"))
                .response(responseBuilder().responseCode("204").description("Deleted"))
                .response(refusal("404", "`feature_not_found`"))
                .response(refusal("409", "`feature_in_use`"));
    }

    static void listTerms(Builder operation) {
        version(operation)
                .operationId("listPlanFeatures")
                .summary("What a version of a plan opens (administrators)")
                .response(responseBuilder().responseCode("200").implementationArray(TermView.class))
                .response(refusal("404", "`plan_not_found`"))
                .response(refusal("422", NO_VERSION));
    }

    static void putTerm(Builder operation) {
        version(operation)
                .operationId("setPlanFeature")
                .summary("Say what a version of a plan opens (administrators)")
                .description(
                        "An empty object for a boolean feature, `value` for a static one, the rest for a metered one. "
                                + "Counts at once for everybody who has the version; later versions begin with the same.")
                .parameter(text("key"))
                .requestBody(body(
                        TermRequest.class, "{\"limit\": 1000, \"hard_limit\": true, \"reset\": \"billing_period\"}"))
                .response(responseBuilder().responseCode("200").implementation(TermView.class))
                .response(refusal("404", "`plan_not_found`, `feature_not_found`"))
                .response(refusal("422", "`validation_failed`: not what a feature of its kind takes"));
    }

    static void removeTerm(Builder operation) {
        version(operation)
                .operationId("removePlanFeature")
                .summary("Close a feature for a version of a plan (administrators)")
                .parameter(text("key"))
                .response(responseBuilder().responseCode("204").description("Removed"))
                .response(refusal("404", "`plan_not_found`, `feature_not_found`"))
                .response(refusal("422", NO_VERSION));
    }

    private static Builder administrators(Builder operation) {
        return operation.tag(TAG).response(refusal("401", NO_TOKEN)).response(refusal("403", NO_ADMIN));
    }

    private static Builder version(Builder operation) {
        return administrators(operation)
                .parameter(parameterBuilder().name("id").in(ParameterIn.PATH).implementation(UUID.class))
                .parameter(
                        parameterBuilder().name("number").in(ParameterIn.PATH).implementation(Integer.class));
    }

    private static org.springdoc.core.fn.builders.parameter.Builder text(String name) {
        return parameterBuilder().name(name).in(ParameterIn.PATH).implementation(String.class);
    }
}
