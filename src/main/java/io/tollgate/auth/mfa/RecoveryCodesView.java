package io.tollgate.auth.mfa;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** Recovery codes, the one time they are shown. */
record RecoveryCodesView(
        @Schema(example = "[\"4k7m-x2p9-wq8t-5hzc\", \"9d3f-0rta-m6ye-2vjb\"]")
        List<String> recoveryCodes) {

    RecoveryCodesView {
        recoveryCodes = List.copyOf(recoveryCodes);
    }

    @Override
    public String toString() {
        return "RecoveryCodesView[]";
    }
}
