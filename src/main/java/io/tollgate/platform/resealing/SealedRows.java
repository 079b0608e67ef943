package io.tollgate.platform.resealing;

import io.r2dbc.spi.Readable;
import io.tollgate.platform.db.Columns;
import io.tollgate.platform.secret.Encryption;
import io.tollgate.platform.secret.KeyName;
import io.tollgate.platform.secret.Sealed;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** Sealed values in any table, by the names of keys that they begin with. All statements can use an index on those. */
@Repository
class SealedRows {

    private static final String NAME = "substring(%s for " + KeyName.BYTES + ")";

    private final DatabaseClient db;
    private final Encryption encryption;

    SealedRows(DatabaseClient db, Encryption encryption) {
        this.db = db;
        this.encryption = encryption;
    }

    /** @param id as text */
    @SuppressWarnings("ArrayRecordComponent") // Never compared as a record.
    record Row(String id, byte[] stored) {

        @Override
        public String toString() {
            return "Row[" + id + "]";
        }
    }

    /** A value under the current key, in the place of the one that was found. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared as a record.
    record Fresh(Row found, byte[] sealed) {

        @Override
        public String toString() {
            return "Fresh[" + found + "]";
        }
    }

    /**
     * What is sealed with another key than the current one, in the order of the ids.
     *
     * @param from the id to begin with; null for the first
     */
    Mono<List<Row>> outdated(Sealed place, @Nullable String from, int limit) {
        DatabaseClient.GenericExecuteSpec select = db.sql(sql(place, """
                        select {id}::text as id, {column} as stored from {table}
                        where {outdated} {from} order by {id} limit :limit
                        """)
                        .replace(
                                "{from}",
                                from == null ? "" : "and %s >= :from::%s".formatted(place.id(), place.idType())))
                .bind("current", current())
                .bind("limit", limit);
        return (from == null ? select : select.bind("from", from))
                .map(SealedRows::toRow)
                .all()
                .collectList();
    }

    /** How many of those there are. */
    Mono<Long> countOutdated(Sealed place) {
        return db.sql(sql(place, "select count(*) as outdated from {table} where {outdated}"))
                .bind("current", current())
                .map(row -> Columns.required(row, "outdated", Long.class))
                .one();
    }

    /** Gives how many were replaced. One that has changed since it was found is left as it is. */
    Mono<Long> replace(Sealed place, List<Fresh> all) {
        return all.isEmpty()
                ? Mono.just(0L)
                : db.sql(sql(place, """
                        update {table} as t set {column} = decode(fresh.sealed, 'hex')
                        from unnest(:ids::text[], :found::text[], :sealed::text[]) as fresh (id, found, sealed)
                        where t.{id} = fresh.id::{idType} and t.{column} = decode(fresh.found, 'hex')
                        """))
                        .bind("ids", texts(all, fresh -> fresh.found().id()))
                        .bind("found", texts(all, fresh -> hex(fresh.found().stored())))
                        .bind("sealed", texts(all, fresh -> hex(fresh.sealed())))
                        .fetch()
                        .rowsUpdated();
    }

    /** A value that names a key which is not given; empty when there is none. Looks between the names, not at each value. */
    Mono<Row> ofUnknownKey(Sealed place) {
        List<String> known =
                encryption.known().stream().map(KeyName::hex).sorted().toList();
        String[] after = Stream.concat(Stream.of(KeyName.FIRST), known.stream()).toArray(String[]::new);
        String[] before =
                Stream.concat(known.stream(), Stream.of(KeyName.AFTER_LAST)).toArray(String[]::new);
        return db.sql(sql(place, """
                        select found.id, found.stored from unnest(:after::text[], :before::text[]) as gap (after, before)
                        cross join lateral (
                            select {id}::text as id, {column} as stored from {table}
                            where {name} > decode(gap.after, 'hex') and {name} < decode(gap.before, 'hex') limit 1) as found
                        limit 1
                        """))
                .bind("after", after)
                .bind("before", before)
                .map(SealedRows::toRow)
                .one();
    }

    /** Some of those that name no key. */
    Mono<List<Row>> unnamed(Sealed place, int limit) {
        return place.alwaysNamed()
                ? Mono.just(List.of())
                : db.sql(sql(place, """
                        (select {id}::text as id, {column} as stored from {table} where {name} < '\\x{first}' limit :limit)
                        union all
                        (select {id}::text, {column} from {table} where {name} >= '\\x{afterLast}' limit :limit)
                        """))
                        .bind("limit", limit)
                        .map(SealedRows::toRow)
                        .all()
                        .collectList();
    }

    /** Any of them, whatever key they name. */
    Mono<List<Row>> some(Sealed place, int limit) {
        return db.sql(sql(place, """
                        select {id}::text as id, {column} as stored from {table} where {column} is not null limit :limit
                        """))
                .bind("limit", limit)
                .map(SealedRows::toRow)
                .all()
                .collectList();
    }

    /** Names of tables and columns come from the source; what is asked for comes bound. */
    private static String sql(Sealed place, String template) {
        String outdated = place.alwaysNamed()
                ? "({name} >= '\\x{first}' and {name} < decode(:current, 'hex')"
                        + " or {name} > decode(:current, 'hex') and {name} < '\\x{afterLast}')"
                : "({name} < decode(:current, 'hex') or {name} > decode(:current, 'hex'))";
        return template.replace("{outdated}", outdated)
                .replace("{name}", NAME.formatted(place.column()))
                .replace("{first}", KeyName.FIRST)
                .replace("{afterLast}", KeyName.AFTER_LAST)
                .replace("{table}", place.table())
                .replace("{column}", place.column())
                .replace("{idType}", place.idType())
                .replace("{id}", place.id());
    }

    private String current() {
        return encryption.current().hex();
    }

    private static Row toRow(Readable row) {
        return new Row(Columns.required(row, "id", String.class), Columns.required(row, "stored", byte[].class));
    }

    private static String[] texts(List<Fresh> all, Function<Fresh, String> text) {
        return all.stream().map(text).toArray(String[]::new);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
