package io.tollgate.auth.mfa;

import io.tollgate.auth.mfa.MfaClient.Answer;
import io.tollgate.auth.mfa.MfaClient.Enrolled;
import org.springframework.http.HttpMethod;

/** Somebody with an authenticator app and recovery codes. */
record RecoveryCodeHolder(MfaClient client, Enrolled ada) {

    /** Logs in with the code. */
    Answer use(String code) {
        return client.complete(client.mfaToken(ada.user()), "recovery_code", code);
    }

    long left() {
        return client.send(HttpMethod.GET, "/mfa", ada.user().token(), null)
                .expect(200)
                .body()
                .get("recovery_codes_left")
                .asLong();
    }
}
