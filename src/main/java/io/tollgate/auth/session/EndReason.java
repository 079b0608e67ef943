package io.tollgate.auth.session;

import java.util.Locale;

/** Why a session ended before its time. */
public enum EndReason {
    LOGOUT,
    /** A refresh token came a second time, and not by mishap: somebody else has it. */
    REFRESH_TOKEN_REUSED,
    /** The user was deactivated. */
    USER_DISABLED;

    /** As stored. */
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }
}
