package io.tollgate.auth.stepup;

import io.tollgate.auth.mfa.Admitted;

/** How a step-up ended. Refusals are committed: each leaves a line in the audit log. */
sealed interface StepUpResult {

    record Proven(Admitted admitted) implements StepUpResult {}

    /** Wrong, used, or the account is locked: nobody is told which. */
    record Refused() implements StepUpResult {}

    /** The account has a second factor, and none was sent. */
    record SecondFactorMissing() implements StepUpResult {}

    /** The account has no second factor, and no password was sent. */
    record PasswordMissing() implements StepUpResult {}
}
