package io.tollgate.auth.mfa;

import java.util.List;

/** What became of the first code of a new authenticator app. */
sealed interface TotpEnrolmentResult {

    /** @param recoveryCodes shown now and never again */
    record Enabled(List<String> recoveryCodes) implements TotpEnrolmentResult {

        public Enabled {
            recoveryCodes = List.copyOf(recoveryCodes);
        }

        @Override
        public String toString() {
            return "Enabled[]";
        }
    }

    /** Wrong, or there is no secret that waits for one. */
    record WrongCode() implements TotpEnrolmentResult {}

    record AlreadyEnabled() implements TotpEnrolmentResult {}
}
