package io.tollgate.platform.db;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Wrapped;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * A table that records are put into many at once: each component of a record is the column of its name in snake case; what is
 * neither a word, a number nor a time is kept as JSON.
 *
 * <p>By {@code COPY}, whose lines PostgreSQL takes in a third of the time that it needs for the same rows as JSON.
 *
 * @param <T> a public record
 */
public final class RecordTable<T extends Record> {

    private static final Pattern CAPITAL = Pattern.compile("[A-Z]");

    private final String copy;
    private final List<Method> columns;
    private final JsonMapper json;

    public RecordTable(String table, Class<T> type, JsonMapper json) {
        RecordComponent[] components = type.getRecordComponents();
        this.copy = Arrays.stream(components)
                .map(component -> column(component.getName()))
                .collect(Collectors.joining(", ", "copy " + table + " (", ") from stdin"));
        this.columns =
                Arrays.stream(components).map(RecordComponent::getAccessor).toList();
        this.json = json;
    }

    private static String column(String component) {
        return CAPITAL.matcher(component)
                .replaceAll(letter -> "_" + letter.group().toLowerCase(Locale.ROOT));
    }

    /**
     * In the caller's transaction, which nobody can cancel half-way. Errors as those of a statement. What cannot be written down
     * fails before anything is sent: broken off, a {@code COPY} tells the database's side of it only.
     */
    public Mono<Void> insert(DatabaseClient db, List<T> rows) {
        return rows.isEmpty()
                ? Mono.empty()
                : Mono.fromSupplier(() -> lines(rows))
                        .flatMap(lines -> copy(db, lines))
                        .then();
    }

    private Mono<Long> copy(DatabaseClient db, ByteBuf lines) {
        return db.inConnection(connection -> postgres(connection).copyIn(copy, Mono.just(lines)));
    }

    /** Spring's connection wraps the pool's, which wraps the driver's. */
    private static PostgresqlConnection postgres(Connection connection) {
        Object inner = connection;
        while (!(inner instanceof PostgresqlConnection) && inner instanceof Wrapped<?> wrapped) {
            inner = wrapped.unwrap();
        }
        return (PostgresqlConnection) inner;
    }

    /** On the heap: it is nobody's to release when the connection ends before it is sent. */
    private ByteBuf lines(List<T> rows) {
        StringBuilder lines = new StringBuilder(rows.size() * columns.size() * 16);
        Map<Object, String> known = new HashMap<>();
        for (T row : rows) {
            for (int i = 0; i < columns.size(); i++) {
                lines.append(i == 0 ? "" : "\t");
                append(lines, value(columns.get(i), row), known);
            }
            lines.append('\n');
        }
        return Unpooled.wrappedBuffer(lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable Object value(Method column, Record row) {
        try {
            return column.invoke(row);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("Cannot read " + column, e);
        }
    }

    /** @param known texts of this statement's times and documents: many rows have the same */
    private void append(StringBuilder lines, @Nullable Object value, Map<Object, String> known) {
        switch (value) {
            case null -> lines.append("\\N");
            case String text -> escape(lines, text);
            case BigDecimal number -> lines.append(number.toPlainString());
            case Number number -> lines.append(number);
            case UUID id -> lines.append(id);
            case Boolean flag -> lines.append(flag);
            case Instant time -> lines.append(known.computeIfAbsent(time, Object::toString));
            default -> escape(lines, known.computeIfAbsent(value, this::document));
        }
    }

    private String document(Object value) {
        return value instanceof Enum<?> ? json.convertValue(value, String.class) : json.writeValueAsString(value);
    }

    private static void escape(StringBuilder lines, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> lines.append("\\\\");
                case '\n' -> lines.append("\\n");
                case '\r' -> lines.append("\\r");
                case '\t' -> lines.append("\\t");
                default -> lines.append(c);
            }
        }
    }
}
