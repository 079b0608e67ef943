package io.tollgate.auth.emailchange;

import java.util.UUID;

/**
 * A change of address as far as it has come.
 *
 * @param sessionId the session that asked for it
 * @param newDisplay as the user typed it
 */
record PendingChange(
        UUID userId,
        UUID sessionId,
        String oldEmail,
        String newEmail,
        String newDisplay,
        boolean oldConfirmed,
        boolean newConfirmed) {

    boolean confirmedByBoth() {
        return oldConfirmed && newConfirmed;
    }
}
