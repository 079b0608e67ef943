package io.tollgate.auth.mfa;

import static org.springdoc.core.fn.builders.apiresponse.Builder.responseBuilder;
import static org.springdoc.core.fn.builders.content.Builder.contentBuilder;
import static org.springdoc.core.fn.builders.exampleobject.Builder.exampleOjectBuilder;
import static org.springdoc.core.fn.builders.requestbody.Builder.requestBodyBuilder;
import static org.springdoc.core.fn.builders.schema.Builder.schemaBuilder;

import org.springdoc.core.fn.builders.operation.Builder;

/** OpenAPI text of the management of second factors. */
final class MfaDocs {

    private static final String TAG = "Two-step login";
    private static final String JSON = "application/json";
    private static final String RECENT =
            "`reauthentication_required`: log in again or step up; `account_not_active`; `forbidden` while acting for a user";

    private MfaDocs() {}

    static void show(Builder operation) {
        operation
                .operationId("showMfa")
                .tag(TAG)
                .summary("Which second factors are there")
                .description("What is enrolled, and how many recovery codes are left.")
                .response(answer("The second factors", MfaView.class))
                .response(error("401", "Not signed in"))
                .response(error("403", "`account_not_active`"));
    }

    static void begin(Builder operation) {
        operation
                .operationId("beginTotp")
                .tag(TAG)
                .summary("Show a secret to an authenticator app")
                .description("""
                        Changes nothing until a code has confirmed that the app has it. Calling it again shows another secret, and \
                        the one before is worth nothing.""")
                .response(answer("A secret; show `qr_code` or `secret`", TotpOffer.class))
                .response(error("401", "Not signed in"))
                .response(error("403", RECENT))
                .response(error("409", "`mfa_already_enabled`: remove the other app first"));
    }

    static void confirm(Builder operation) {
        operation
                .operationId("confirmTotp")
                .tag(TAG)
                .summary("Switch the authenticator app on")
                .description("""
                        With a first code of it. From then on every login asks for a second factor, the user's other sessions have \
                        ended, logins under way have to begin anew, and the owner gets a mail. The answer has ten recovery codes, \
                        which are never shown again; none when the user has some already. The session at hand goes on as what it was \
                        opened as: step up for one whose `amr` says `mfa`.""")
                .requestBody(requestBodyBuilder()
                        .required(true)
                        .content(contentBuilder()
                                .mediaType(JSON)
                                .schema(schemaBuilder().implementation(CodeRequest.class))))
                .response(answer("On", RecoveryCodesView.class))
                .response(error("401", "Not signed in"))
                .response(error("403", "`mfa_code_invalid`: wrong, or the secret is older than 15 minutes; " + RECENT))
                .response(error("409", "`mfa_already_enabled`"))
                .response(error("422", "`validation_failed`"));
    }

    static void remove(Builder operation) {
        operation
                .operationId("removeTotp")
                .tag(TAG)
                .summary("Switch the authenticator app off")
                .description("""
                        With a code of it, or a recovery code. With the last factor go the recovery codes. Other sessions end, and the \
                        owner gets a mail.""")
                .requestBody(proof())
                .response(responseBuilder().responseCode("204").description("Off"))
                .response(error("401", "Not signed in"))
                .response(
                        error("403", "`mfa_code_invalid`: wrong, used, or too many wrong ones came before; " + RECENT))
                .response(error("409", "`mfa_not_enabled`"))
                .response(error("422", "`validation_failed`"))
                .response(error("429", "`rate_limited`: too many wrong codes; wait for `Retry-After`"));
    }

    static void replaceCodes(Builder operation) {
        operation
                .operationId("replaceRecoveryCodes")
                .tag(TAG)
                .summary("Get new recovery codes")
                .description("""
                        Ten, shown once, for a second factor: a code of the app, a passkey, or a recovery code of before. All old ones \
                        are worth nothing from then on, and the owner gets a mail. In the session that asked, the new ones prove \
                        nothing.""")
                .requestBody(proof())
                .response(answer("The new codes", RecoveryCodesView.class))
                .response(error("401", "Not signed in"))
                .response(
                        error("403", "`mfa_code_invalid`: wrong, used, or too many wrong ones came before; " + RECENT))
                .response(error("409", "`mfa_not_enabled`: there is nothing they could stand in for"))
                .response(error("422", "`validation_failed`"))
                .response(error("429", "`rate_limited`: too many wrong codes; wait for `Retry-After`"));
    }

    private static org.springdoc.core.fn.builders.requestbody.Builder proof() {
        return requestBodyBuilder()
                .required(true)
                .content(contentBuilder()
                        .mediaType(JSON)
                        .schema(schemaBuilder().implementation(ProofRequest.class))
                        .example(exampleOjectBuilder().name("totp").value("{\"code\": \"123456\"}"))
                        .example(exampleOjectBuilder()
                                .name("recovery_code")
                                .value("{\"method\": \"recovery_code\", \"code\": \"4k7m-x2p9-wq8t-5hzc\"}")));
    }

    private static org.springdoc.core.fn.builders.apiresponse.Builder answer(String description, Class<?> type) {
        return responseBuilder()
                .responseCode("200")
                .description(description)
                .content(contentBuilder().mediaType(JSON).schema(schemaBuilder().implementation(type)));
    }

    private static org.springdoc.core.fn.builders.apiresponse.Builder error(String status, String description) {
        return responseBuilder().responseCode(status).description(description);
    }
}
