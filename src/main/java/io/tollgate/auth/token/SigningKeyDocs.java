package io.tollgate.auth.token;

import static io.tollgate.platform.openapi.Parts.refusal;
import static org.springdoc.core.fn.builders.apiresponse.Builder.responseBuilder;
import static org.springdoc.core.fn.builders.content.Builder.contentBuilder;
import static org.springdoc.core.fn.builders.exampleobject.Builder.exampleOjectBuilder;
import static org.springdoc.core.fn.builders.parameter.Builder.parameterBuilder;
import static org.springdoc.core.fn.builders.requestbody.Builder.requestBodyBuilder;
import static org.springdoc.core.fn.builders.schema.Builder.schemaBuilder;

import io.swagger.v3.oas.annotations.enums.ParameterIn;
import org.springdoc.core.fn.builders.operation.Builder;

/** OpenAPI text of {@code /admin/signing-keys}. */
final class SigningKeyDocs {

    private static final String TAG = "Signing keys";
    private static final String JSON = "application/json";
    private static final String LIST = """
            {"data": [{"kid": "0199f3a1-…", "algorithm": "RS256", "state": "signing",
                       "created_at": "2026-11-21T00:00:00Z", "signs_from": "2026-11-21T00:00:00Z", "retired_at": null}]}""";

    private SigningKeyDocs() {}

    static void list(Builder operation) {
        answered(operation, "listSigningKeys", "The keys of access tokens, newest first, without the keys themselves")
                .description("State: `announced`, `signing`, `verifying`, `expired` or `retired`.")
                .response(refusal("403", "admin_required"));
    }

    static void rotate(Builder operation) {
        answered(operation, "rotateSigningKeys", "Make the next key now")
                .description("""
                        It stands in the key set for an hour before it signs, so that those who keep the set know it in time; \
                        with `immediately` it signs at once. The present key goes on verifying until its last token has \
                        expired. Keys also rotate by themselves.""")
                .requestBody(requestBodyBuilder()
                        .required(true)
                        .content(contentBuilder()
                                .mediaType(JSON)
                                .schema(schemaBuilder().implementation(RotateKeys.class))
                                .example(exampleOjectBuilder().value("{\"immediately\": false}"))))
                .response(refusal("403", "admin_required, reauthentication_required"))
                .response(refusal("409", "signing_key_announced, signing_keys_from_files"));
    }

    static void retire(Builder operation) {
        answered(operation, "retireSigningKey", "Take a compromised key out of use at once")
                .description("""
                        Within a second every node refuses the access tokens it has signed; clients refresh and get others. Other \
                        services that keep the key set follow within its five minutes. If the key was to sign, another takes its \
                        place. May be repeated.""")
                .parameter(parameterBuilder().in(ParameterIn.PATH).name("kid").implementation(String.class))
                .requestBody(requestBodyBuilder()
                        .required(true)
                        .content(contentBuilder()
                                .mediaType(JSON)
                                .schema(schemaBuilder().implementation(RetireKey.class))
                                .example(exampleOjectBuilder().value("{\"reason\": \"Found in a backup\"}"))))
                .response(refusal("403", "admin_required, reauthentication_required"))
                .response(refusal("404", "signing_key_not_found"))
                .response(refusal("409", "signing_keys_from_files"));
    }

    private static Builder answered(Builder operation, String id, String summary) {
        return operation
                .tag(TAG)
                .operationId(id)
                .summary(summary)
                .response(responseBuilder()
                        .responseCode("200")
                        .description("The keys as they are now")
                        .content(contentBuilder()
                                .mediaType(JSON)
                                .schema(schemaBuilder().implementation(SigningKeyView.class))
                                .example(exampleOjectBuilder().value(LIST))))
                .response(refusal("401", "not_authenticated"));
    }
}
