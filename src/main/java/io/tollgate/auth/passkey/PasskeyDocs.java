package io.tollgate.auth.passkey;

import static io.tollgate.auth.passkey.DocParts.answer;
import static io.tollgate.platform.openapi.Parts.body;
import static io.tollgate.platform.openapi.Parts.id;
import static io.tollgate.platform.openapi.Parts.refusal;

import io.tollgate.auth.mfa.ProofRequest;
import io.tollgate.platform.openapi.PagedAnswer;
import org.springdoc.core.fn.builders.operation.Builder;

/** OpenAPI text of {@code /passkeys}. */
final class PasskeyDocs {

    private static final String TAG = "Passkeys";
    private static final String NOT_ACTIVE = "`account_not_active`";
    private static final String NOT_RECENT =
            NOT_ACTIVE + "; `reauthentication_required`: the last login is too long ago";

    private PasskeyDocs() {}

    static void registrationOptions(Builder operation) {
        operation
                .tag(TAG)
                .operationId("beginPasskeyRegistration")
                .summary("Begin to add a passkey")
                .description(DocParts.NAMES.formatted("parseCreationOptionsFromJSON")
                        + " The challenge is good for five minutes, once, in the session that asked for it.")
                .response(answer("200", "For `navigator.credentials.create()`", CreationOptions.class, """
                        {"rp": {"id": "example.com", "name": "Tollgate"},
                         "user": {"id": "5dXc…", "name": "ada@example.com", "displayName": "ada"},
                         "challenge": "mJ0z…", "pubKeyCredParams": [{"type": "public-key", "alg": -8},
                         {"type": "public-key", "alg": -7}, {"type": "public-key", "alg": -257}], "timeout": 300000,
                         "excludeCredentials": [], "authenticatorSelection": {"residentKey": "preferred",
                         "requireResidentKey": false, "userVerification": "preferred"}, "attestation": "none",
                         "extensions": {"credProps": true}}"""))
                .response(refusal("403", NOT_RECENT))
                .response(refusal("409", "`passkey_limit_reached`: there are 20"));
    }

    static void register(Builder operation) {
        operation
                .tag(TAG)
                .operationId("registerPasskey")
                .summary("Add the passkey that was made")
                .description("""
                        The W3C's `RegistrationResponseJSON`; beside its members, `name` may say what you call the passkey. Members \
                        that are not known are passed over. One that did not check PIN or biometrics when it was made, or is not \
                        discoverable, is a second factor only (`passwordless: false`): it is asked for at every login from then on, \
                        and all other sessions end. The owner gets a mail.""")
                .requestBody(body(RegistrationResponse.class, """
                        {"id": "k1Zx…", "rawId": "k1Zx…", "type": "public-key", "authenticatorAttachment": "platform",
                         "response": {"clientDataJSON": "eyJ0…", "attestationObject": "o2Nm…", "transports": ["internal"]},
                         "clientExtensionResults": {"credProps": {"rk": true}}, "name": "Laptop"}"""))
                .response(answer("201", "Added", PasskeyView.class))
                .response(
                        refusal(
                                "400",
                                "`passkey_refused`, whatever was wrong: malformed, expired or used challenge, another origin, registered already"))
                .response(refusal("403", NOT_RECENT))
                .response(refusal("409", "`passkey_limit_reached`"))
                .response(refusal("422", "`validation_failed`: the name, or a member of another type"));
    }

    static void list(Builder operation) {
        operation
                .tag(TAG)
                .operationId("listPasskeys")
                .summary("My passkeys")
                .response(PagedAnswer.of(PasskeyView.class, "The oldest first"))
                .response(refusal("403", NOT_ACTIVE));
    }

    static void rename(Builder operation) {
        operation
                .tag(TAG)
                .operationId("renamePasskey")
                .summary("Call a passkey something else")
                .parameter(id())
                .requestBody(body(PasskeyName.class, "{\"name\": \"Laptop\"}"))
                .response(answer("200", "Renamed", PasskeyView.class))
                .response(refusal("403", NOT_ACTIVE))
                .response(refusal("404", "`passkey_not_found`, also for somebody else's"))
                .response(refusal("422", "`validation_failed`"));
    }

    static void remove(Builder operation) {
        operation
                .tag(TAG)
                .operationId("removePasskey")
                .summary("Remove a passkey")
                .description("""
                        All other sessions end, and the owner gets a mail. A passkey that is only a second factor (`passwordless` is \
                        false) goes for a second factor in the same request: itself, another passkey, a code of the authenticator app \
                        or a recovery code. For `webauthn` begin with `POST /passkeys/options`. Others need no body.""")
                .parameter(id())
                .requestBody(
                        body(ProofRequest.class, "{\"method\": \"recovery_code\", \"code\": \"4k7m-x2p9-wq8t-5hzc\"}")
                                .required(false))
                .response(refusal("204", "Removed"))
                .response(refusal(
                        "403",
                        NOT_RECENT
                                + "; `mfa_required`: it is a second factor, and none was shown; `mfa_code_invalid`: wrong, "
                                + "used, or too many wrong ones came before"))
                .response(refusal("404", "`passkey_not_found`, also for somebody else's"))
                .response(refusal(
                        "409",
                        "`passkey_is_last_login`: there is neither a password nor another passkey to log in with"))
                .response(refusal("429", "`rate_limited`: too many wrong codes; wait for `Retry-After`"));
    }

    static void options(Builder operation) {
        operation
                .tag(TAG)
                .operationId("beginPasskeyProof")
                .summary("Begin to prove once more who I am")
                .description("For where `method: webauthn` is taken within a session. "
                        + DocParts.NAMES.formatted("parseRequestOptionsFromJSON"))
                .response(answer("200", "For `navigator.credentials.get()`", RequestOptions.class))
                .response(refusal("403", NOT_ACTIVE));
    }
}
