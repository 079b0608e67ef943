package io.tollgate.auth.otp;

import io.tollgate.auth.mfa.Admitted;

/** How a login by code ended. Refusals are committed: each leaves a line in the audit log. */
sealed interface CodeLoginResult {

    record RightCode(Admitted admitted) implements CodeLoginResult {}

    /** Wrong, unknown, used, of another flow, tried too often: nobody is told which. */
    record WrongCode() implements CodeLoginResult {}

    /** Said only to who has the right code. */
    record CodeExpired() implements CodeLoginResult {}

    /** Said only to who has the right code. */
    record Disabled() implements CodeLoginResult {}
}
