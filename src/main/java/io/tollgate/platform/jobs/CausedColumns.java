package io.tollgate.platform.jobs;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;

/** Promises as columns, so that the statement's text does not depend on how many there are. */
final class CausedColumns {

    /** To be completed with the insert that makes the causes. Answers in one row: a large result is a danger when cancelled. */
    static final String SQL = """
            with cause as (%s),
            promise as (
                select * from unnest(:jobCauses, :jobIds, :jobTypes, :jobTopics, :jobKeys, :jobPayloads, :jobTraceparents,
                                     cast(:jobCreatedAt as timestamptz[]))
                    as p (cause, id, type, topic, key, payload, traceparent, created_at)),
            made as (
                insert into outbox (id, type, topic, key, payload, traceparent, created_at, available_at)
                select p.id, p.type, p.topic, p.key, cast(p.payload as jsonb), p.traceparent, p.created_at, p.created_at
                from promise p join cause c on c.cause = p.cause
                returning id)
            select array_agg(id) as made from made
            """;

    private CausedColumns() {}

    static GenericExecuteSpec bind(GenericExecuteSpec statement, List<Caused> promises) {
        return statement
                .bind("jobCauses", texts(promises, Caused::cause))
                .bind("jobIds", column(promises, caused -> caused.promise().id(), UUID[]::new))
                .bind("jobTypes", texts(promises, caused -> caused.promise().type()))
                .bind("jobTopics", texts(promises, caused -> caused.promise().topic()))
                .bind("jobKeys", texts(promises, caused -> caused.promise().key()))
                .bind("jobPayloads", texts(promises, caused -> caused.promise().payload()))
                .bind(
                        "jobTraceparents",
                        texts(promises, caused -> caused.promise().traceparent()))
                .bind(
                        "jobCreatedAt",
                        texts(promises, caused -> text(caused.promise().createdAt())));
    }

    /** The causes of the promises that became rows. */
    static Set<String> causes(Readable row, List<Caused> promises) {
        UUID[] ids = row.get("made", UUID[].class);
        Set<UUID> made = ids == null ? Set.of() : Set.of(ids);
        return promises.stream()
                .filter(caused -> made.contains(caused.promise().id()))
                .map(Caused::cause)
                .collect(Collectors.toSet());
    }

    private static String text(Instant time) {
        return time.toString();
    }

    private static @Nullable String[] texts(List<Caused> promises, Function<Caused, @Nullable String> value) {
        return column(promises, value, String[]::new);
    }

    private static <T extends @Nullable Object> T[] column(
            List<Caused> promises, Function<Caused, T> value, IntFunction<T[]> array) {
        return promises.stream().map(value).toArray(array);
    }
}
