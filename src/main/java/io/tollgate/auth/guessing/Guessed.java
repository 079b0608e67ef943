package io.tollgate.auth.guessing;

import java.util.Locale;

/** What is guessed. Each is counted for itself: who knows the password must not thereby start the count of the codes anew. */
public enum Guessed {
    PASSWORD,
    LOGIN_CODE,
    VERIFICATION_CODE,
    SECOND_FACTOR;

    String value() {
        return name().toLowerCase(Locale.ROOT);
    }
}
