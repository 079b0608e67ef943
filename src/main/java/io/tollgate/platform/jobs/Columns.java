package io.tollgate.platform.jobs;

import io.r2dbc.postgresql.codec.Json;
import io.r2dbc.spi.Readable;
import java.util.Objects;

/** The columns of a row that are never null. */
record Columns(Readable row) {

    <T> T get(String name, Class<T> type) {
        return Objects.requireNonNull(row.get(name, type), name);
    }

    String json(String name) {
        return get(name, Json.class).asString();
    }
}
