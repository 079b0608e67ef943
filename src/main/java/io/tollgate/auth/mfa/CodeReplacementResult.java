package io.tollgate.auth.mfa;

import java.util.List;

/** What became of the wish for new recovery codes. */
sealed interface CodeReplacementResult {

    /** The only time they can be read. */
    record Replaced(List<String> codes) implements CodeReplacementResult {

        public Replaced {
            codes = List.copyOf(codes);
        }

        @Override
        public String toString() {
            return "Replaced[]";
        }
    }

    /** There is no factor that they could stand in for. */
    record NotEnabled() implements CodeReplacementResult {}

    /** Wrong, used, or the account is locked: nobody is told which. */
    record Refused() implements CodeReplacementResult {}
}
