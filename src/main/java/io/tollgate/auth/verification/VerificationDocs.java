package io.tollgate.auth.verification;

import static org.springdoc.core.fn.builders.apiresponse.Builder.responseBuilder;
import static org.springdoc.core.fn.builders.content.Builder.contentBuilder;
import static org.springdoc.core.fn.builders.exampleobject.Builder.exampleOjectBuilder;
import static org.springdoc.core.fn.builders.parameter.Builder.parameterBuilder;
import static org.springdoc.core.fn.builders.requestbody.Builder.requestBodyBuilder;
import static org.springdoc.core.fn.builders.schema.Builder.schemaBuilder;

import io.swagger.v3.oas.annotations.enums.ParameterIn;
import org.springdoc.core.fn.builders.operation.Builder;

/** OpenAPI text of {@link VerificationRoutes}. */
final class VerificationDocs {

    private static final String TAG = "Verification";
    private static final String JSON = "application/json";

    private VerificationDocs() {}

    static void open(Builder operation) {
        operation
                .operationId("openVerification")
                .tag(TAG)
                .summary("Where the link of the verification mail leads")
                .description("""
                        Browsers get a page with a button and nothing changes: mail scanners open links, too. A request whose \
                        `Accept` names `application/json` confirms at once, as clients of the original system expect.""")
                .parameter(parameterBuilder()
                        .in(ParameterIn.QUERY)
                        .name("token")
                        .required(true)
                        .description("From the mail"))
                .response(responseBuilder().responseCode("200").description("The page"))
                .response(done())
                .response(refused());
    }

    static void confirm(Builder operation) {
        operation
                .operationId("verifyEmail")
                .tag(TAG)
                .summary("Confirm an e-mail address")
                .description("""
                        With the token of the link, as JSON or form, or with the code beside it and the address, as JSON. A code is \
                        good for an hour, and an address has twenty wrong ones a day. May be repeated: the second answer \
                        says `Email is already Verified`. All sessions from before end. Where the address was registered \
                        more than once before it was proven, every password is void, and the answer's \
                        `choose_password_url` leads to where one is chosen.""")
                .requestBody(requestBodyBuilder()
                        .required(true)
                        .content(contentBuilder()
                                .mediaType(JSON)
                                .schema(schemaBuilder().implementation(VerificationBody.class))))
                .response(done())
                .response(refused())
                .response(responseBuilder().responseCode("422").description("`validation_failed`"))
                .response(responseBuilder().responseCode("429").description("Too many wrong codes"));
    }

    static void sendAgain(Builder operation) {
        operation
                .operationId("requestVerification")
                .tag(TAG)
                .summary("Send another verification mail")
                .description(
                        "At most one a minute; the answer is the same when none was sent. The link before it is void.")
                .response(responseBuilder()
                        .responseCode("202")
                        .description("`New Verification Email has been sent` or `Email is already verified`")
                        .content(contentBuilder()
                                .mediaType(JSON)
                                .schema(schemaBuilder().implementation(VerificationHandler.Message.class))))
                .response(responseBuilder().responseCode("401").description("Not authenticated"))
                .response(responseBuilder().responseCode("429").description("Too many mails"));
    }

    private static org.springdoc.core.fn.builders.apiresponse.Builder done() {
        return responseBuilder()
                .responseCode("202")
                .description("Confirmed")
                .content(contentBuilder()
                        .mediaType(JSON)
                        .schema(schemaBuilder().implementation(VerificationHandler.Message.class))
                        .example(exampleOjectBuilder().value("{\"message\": \"Email is Verified\"}")));
    }

    private static org.springdoc.core.fn.builders.apiresponse.Builder refused() {
        return responseBuilder().responseCode("401").description("`verification_token_invalid` or `token_expired`");
    }
}
