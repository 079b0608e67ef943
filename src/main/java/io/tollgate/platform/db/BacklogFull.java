package io.tollgate.platform.db;

import java.io.Serial;

/** So much waits for the database that no more may. Carries no stack: it comes by the thousand. */
public final class BacklogFull extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    BacklogFull() {
        super("Too much waits for the database", null, false, false);
    }
}
