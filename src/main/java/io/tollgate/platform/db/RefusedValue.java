package io.tollgate.platform.db;

import io.r2dbc.spi.R2dbcException;

/** A value that PostgreSQL cannot keep: SQLSTATE class 22. The database is well, and the same again would fail again. */
public final class RefusedValue {

    private static final String DATA_EXCEPTION = "22";

    private RefusedValue() {}

    public static boolean isCauseOf(Throwable failure) {
        Throwable cause = failure instanceof R2dbcException ? failure : failure.getCause();
        return cause instanceof R2dbcException refused
                && refused.getSqlState() != null
                && refused.getSqlState().startsWith(DATA_EXCEPTION);
    }
}
