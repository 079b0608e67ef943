package io.tollgate.auth.session;

import java.util.Locale;

/** Why a session ended before its time. */
public enum EndReason {
    LOGOUT,
    /** The user ended it from another of their devices. */
    REVOKED_BY_USER,
    REVOKED_BY_ADMIN,
    /** A refresh token came a second time, and not by mishap: somebody else has it. */
    REFRESH_TOKEN_REUSED,
    /** The user proved again who they are, and goes on in a session of its own. */
    SUPERSEDED,
    PASSWORD_CHANGED,
    PASSWORD_RESET,
    /** The mailbox was proven by its owner, who need not be who opened this session before. */
    MAILBOX_PROVEN,
    EMAIL_CHANGED,
    /** Factors were added or removed. */
    FACTORS_CHANGED,
    ROLE_CHANGED,
    /** The user was deactivated. */
    USER_DISABLED,
    USER_ERASED;

    /** As stored. */
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }
}
