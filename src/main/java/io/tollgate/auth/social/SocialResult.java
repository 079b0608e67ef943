package io.tollgate.auth.social;

import io.tollgate.auth.mfa.Admitted;

/** What a return from a provider led to. Refusals are committed: each leaves a line in the audit log. */
sealed interface SocialResult {

    record SignedIn(Admitted admitted) implements SocialResult {}

    /** The app gets a code, to exchange within a minute. */
    record HandedOff(String code) implements SocialResult {

        @Override
        public String toString() {
            return "HandedOff[]";
        }
    }

    record Linked() implements SocialResult {}

    record Refused(Refusal refusal) implements SocialResult {}
}
