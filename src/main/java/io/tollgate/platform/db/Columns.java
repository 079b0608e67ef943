package io.tollgate.platform.db;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads columns of a row where the driver's own methods leave something to do. */
public final class Columns {

    private Columns() {}

    /** Of a column that is never null. */
    public static <T> T required(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }

    /** Of a {@code timestamptz} that is never null. */
    public static Instant time(Readable row, String column) {
        return required(row, column, TimeCodec.Time.class).instant();
    }

    public static @Nullable Instant timeOrNull(Readable row, String column) {
        TimeCodec.Time value = row.get(column, TimeCodec.Time.class);
        return value == null ? null : value.instant();
    }
}
