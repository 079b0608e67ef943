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

/** What the API description says of features and what plans say about them. */
final class FeatureDocs {

    private static final String TAG = "Features";

    private FeatureDocs() {}

    static void list(Builder operation) {
        operation
                .tag(TAG)
                .operationId("listFeatures")
                .summary("What plans can open (administrators)")
                .response(responseBuilder().responseCode("200").implementationArray(FeatureView.class));
    }

    static void create(Builder operation) {
        operation
                .tag(TAG)
                .operationId("createFeature")
                .summary("Add a feature (administrators)")
                .requestBody(body(
                        FeatureRequest.class,
                        "{\"key\": \"api_calls\", \"name\": \"API calls\", \"kind\": \"metered\"}"))
                .response(responseBuilder().responseCode("201").implementation(FeatureView.class))
                .response(refusal("409", "feature_key_taken"))
                .response(refusal("422", "validation_failed"));
    }

    static void rename(Builder operation) {
        operation
                .tag(TAG)
                .operationId("renameFeature")
                .summary("Give a feature another name (administrators)")
                .parameter(text("key"))
                .requestBody(body(RenameRequest.class, "{\"name\": \"Calls of the API\"}"))
                .response(responseBuilder().responseCode("200").implementation(FeatureView.class))
                .response(refusal("404", "feature_not_found"));
    }

    static void delete(Builder operation) {
        operation
                .tag(TAG)
                .operationId("deleteFeature")
                .summary("Delete a feature that no plan has and nobody has used (administrators)")
                .parameter(text("key"))
                .response(responseBuilder().responseCode("204").description("Deleted"))
                .response(refusal("404", "feature_not_found"))
                .response(refusal("409", "feature_in_use"));
    }

    static void listTerms(Builder operation) {
        version(operation)
                .operationId("listPlanFeatures")
                .summary("What a version of a plan opens (administrators)")
                .response(responseBuilder().responseCode("200").implementationArray(TermView.class))
                .response(refusal("404", "plan_not_found"));
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
                .response(refusal("404", "plan_not_found; feature_not_found"))
                .response(refusal("422", "validation_failed"));
    }

    static void removeTerm(Builder operation) {
        version(operation)
                .operationId("removePlanFeature")
                .summary("Close a feature for a version of a plan (administrators)")
                .parameter(text("key"))
                .response(responseBuilder().responseCode("204").description("Removed"))
                .response(refusal("404", "plan_not_found; feature_not_found"));
    }

    private static Builder version(Builder operation) {
        return operation
                .tag(TAG)
                .parameter(parameterBuilder().name("id").in(ParameterIn.PATH).implementation(UUID.class))
                .parameter(
                        parameterBuilder().name("number").in(ParameterIn.PATH).implementation(Integer.class))
                .response(refusal("403", "admin_required"));
    }

    private static org.springdoc.core.fn.builders.parameter.Builder text(String name) {
        return parameterBuilder().name(name).in(ParameterIn.PATH).implementation(String.class);
    }

    private static org.springdoc.core.fn.builders.requestbody.Builder body(Class<?> type, String example) {
        return requestBodyBuilder()
                .required(true)
                .content(contentBuilder()
                        .mediaType("application/json")
                        .schema(schemaBuilder().implementation(type))
                        .example(exampleOjectBuilder().name("example").value(example)));
    }

    private static org.springdoc.core.fn.builders.apiresponse.Builder refusal(String status, String description) {
        return responseBuilder().responseCode(status).description(description);
    }
}
