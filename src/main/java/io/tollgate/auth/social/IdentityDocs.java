package io.tollgate.auth.social;

import static org.springdoc.core.fn.builders.apiresponse.Builder.responseBuilder;
import static org.springdoc.core.fn.builders.content.Builder.contentBuilder;
import static org.springdoc.core.fn.builders.exampleobject.Builder.exampleOjectBuilder;
import static org.springdoc.core.fn.builders.requestbody.Builder.requestBodyBuilder;
import static org.springdoc.core.fn.builders.schema.Builder.schemaBuilder;

import org.springdoc.core.fn.builders.operation.Builder;

/** OpenAPI text of the {@code /me} part of {@link SocialRoutes}. */
final class IdentityDocs {

    private static final String TAG = "Me";
    private static final String JSON = "application/json";

    private IdentityDocs() {}

    static void list(Builder operation) {
        operation
                .operationId("listIdentities")
                .tag(TAG)
                .summary("How I can sign in elsewhere")
                .response(responseBuilder()
                        .responseCode("200")
                        .description("Linked identities, oldest first")
                        .content(contentBuilder()
                                .mediaType(JSON)
                                .schema(schemaBuilder().implementation(IdentityHandler.IdentityList.class))
                                .example(exampleOjectBuilder().value("""
                                        {"data": [{"provider": "google", "email": "ada@example.com",
                                         "linked_at": "2026-11-21T09:00:00Z", "last_used_at": "2026-11-21T09:30:00Z"}]}"""))))
                .response(responseBuilder().responseCode("401").description("Not authenticated"));
    }

    static void link(Builder operation) {
        operation
                .operationId("linkIdentity")
                .tag(TAG)
                .summary("Add a way to sign in")
                .description("""
                        Wants a recent login. Answers with the address to send this same browser to, and sets the cookie it comes \
                        back with: call it with credentials. The callback then adds the identity, and mails the user.""")
                .parameter(SocialDocs.path())
                .requestBody(requestBodyBuilder()
                        .required(false)
                        .content(contentBuilder()
                                .mediaType(JSON)
                                .schema(schemaBuilder().implementation(LinkRequest.class))))
                .response(responseBuilder()
                        .responseCode("200")
                        .description("Where to go")
                        .content(contentBuilder()
                                .mediaType(JSON)
                                .schema(schemaBuilder().implementation(IdentityHandler.LinkAnswer.class))
                                .example(exampleOjectBuilder().value("""
                                        {"authorize_url": "https://accounts.google.com/o/oauth2/v2/auth?client_id=…"}"""))))
                .response(responseBuilder().responseCode("401").description("Not authenticated"))
                .response(responseBuilder()
                        .responseCode("403")
                        .description("`reauthentication_required`, `account_not_active`"))
                .response(responseBuilder()
                        .responseCode("404")
                        .description("`not_found`: the provider is not set up here"))
                .response(responseBuilder().responseCode("422").description("`validation_failed`"));
    }

    static void unlink(Builder operation) {
        operation
                .operationId("unlinkIdentity")
                .tag(TAG)
                .summary("Remove a way to sign in")
                .description("Wants a recent login. Ends the user's other sessions, and mails the user.")
                .parameter(SocialDocs.path())
                .response(responseBuilder().responseCode("204").description("Removed"))
                .response(responseBuilder().responseCode("401").description("Not authenticated"))
                .response(responseBuilder()
                        .responseCode("403")
                        .description("`reauthentication_required`, `account_not_active`"))
                .response(responseBuilder().responseCode("404").description("`not_found`: no such identity"))
                .response(responseBuilder()
                        .responseCode("409")
                        .description("`identity_last`: without it you could not sign in any more"));
    }
}
