package io.tollgate.auth.passkey;

import static io.tollgate.auth.passkey.DocParts.answer;
import static io.tollgate.platform.openapi.Parts.body;
import static io.tollgate.platform.openapi.Parts.refusal;

import io.tollgate.auth.token.TokenAnswer;
import org.springdoc.core.fn.builders.operation.Builder;

/** OpenAPI text of the logins with passkeys. */
final class PasskeyLoginDocs {

    private static final String TAG = "Login";
    private static final String REQUEST_EXAMPLE = """
            {"challenge": "mJ0z…", "timeout": 300000, "rpId": "example.com", "allowCredentials": [],
             "userVerification": "required"}""";

    private PasskeyLoginDocs() {}

    static void options(Builder operation) {
        operation
                .tag(TAG)
                .operationId("beginPasskeyLogin")
                .summary("Begin to log in with a passkey")
                .description(DocParts.NAMES.formatted("parseRequestOptionsFromJSON") + """
                         Nobody has to say who they are: the passkey does. Who says it all the same (`email` or `username`) is let \
                        in with a passkey of that account only. The answer never names passkeys and is the same whether there is \
                        such an account or not. The challenge is good for five minutes, once. Browsers get a cookie with it and \
                        must show it again: call both routes with credentials included.""")
                .requestBody(body(PasskeyLoginRequest.class, "{}").required(false))
                .response(answer("200", "For `navigator.credentials.get()`", RequestOptions.class, REQUEST_EXAMPLE))
                .response(refusal("422", "`validation_failed`"))
                .response(refusal("429", "`rate_limited`"));
    }

    static void login(Builder operation) {
        operation
                .tag(TAG)
                .operationId("loginWithPasskey")
                .summary("Log in with a passkey")
                .description(
                        "The W3C's `AuthenticationResponseJSON`. The authenticator must have checked PIN or biometrics: that "
                                + "makes it two factors in one, and no other is asked for. Members that are not known are passed over.")
                .requestBody(body(AuthenticationResponse.class, """
                        {"id": "k1Zx…", "rawId": "k1Zx…", "type": "public-key", "response": {"clientDataJSON": "eyJ0…",
                         "authenticatorData": "SZYN…", "signature": "MEUC…", "userHandle": "5dXc…"},
                         "clientExtensionResults": {}}"""))
                .response(answer("200", "Logged in", TokenAnswer.class))
                .response(refusal("401", "`invalid_credentials`, whatever was wrong"))
                .response(refusal("422", "`validation_failed`: a member of another type"))
                .response(refusal("429", "`rate_limited`"))
                .response(refusal("503", "`busy`: try again after `Retry-After`"));
    }

    static void secondFactorOptions(Builder operation) {
        operation
                .tag(TAG)
                .operationId("beginPasskeySecondFactor")
                .summary("Begin to show a passkey as the second factor")
                .description(
                        "After an answer with `mfa_required` and `webauthn` among its methods. The browser's answer goes to "
                                + "`POST /login/mfa` as `{\"mfa_token\": …, \"method\": \"webauthn\", \"response\": credential.toJSON()}`. "
                                + DocParts.NAMES.formatted("parseRequestOptionsFromJSON"))
                .requestBody(body(MfaOptionsRequest.class, "{\"mfa_token\": \"n6qjZ0y3…\"}"))
                .response(answer("200", "For `navigator.credentials.get()`", RequestOptions.class, REQUEST_EXAMPLE))
                .response(refusal("401", "`mfa_invalid`: unknown, expired or used"))
                .response(refusal("422", "`validation_failed`"))
                .response(refusal("429", "`rate_limited`"));
    }
}
