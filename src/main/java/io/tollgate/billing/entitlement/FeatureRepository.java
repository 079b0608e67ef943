package io.tollgate.billing.entitlement;

import io.r2dbc.spi.Readable;
import io.tollgate.platform.db.Columns;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of {@code features}. */
@Repository
class FeatureRepository {

    /** No result is larger: a bigger one that is cancelled leaves its connection unusable. */
    private static final int CHUNK = 200;

    private static final String SELECT = "select id, key, name, kind, created_at from features ";

    private final DatabaseClient db;

    FeatureRepository(DatabaseClient db) {
        this.db = db;
    }

    Mono<Feature> find(String key) {
        return db.sql(SELECT + "where key = :key")
                .bind("key", key)
                .map(FeatureRepository::toFeature)
                .one();
    }

    Mono<List<Feature>> page(int limit, int offset) {
        return db.sql(SELECT + "order by key limit :limit offset :offset")
                .bind("limit", limit)
                .bind("offset", offset)
                .map(FeatureRepository::toFeature)
                .all()
                .collectList();
    }

    Mono<Long> count() {
        return db.sql("select count(*) from features").mapValue(Long.class).one();
    }

    /** Of all features. */
    Mono<Set<String>> keys() {
        return keysAfter("")
                .expand(chunk -> chunk.size() < CHUNK ? Mono.empty() : keysAfter(chunk.getLast()))
                .collectList()
                .map(chunks -> chunks.stream().flatMap(List::stream).collect(Collectors.toUnmodifiableSet()));
    }

    private Mono<List<String>> keysAfter(String key) {
        return db.sql("select key from features where key > :key order by key limit " + CHUNK)
                .bind("key", key)
                .mapValue(String.class)
                .all()
                .collectList();
    }

    /** False when the key is taken. */
    Mono<Boolean> insert(Feature feature) {
        return db.sql("""
                        insert into features (id, key, name, kind, created_at)
                        values (:id, :key, :name, :kind, :createdAt) on conflict (key) do nothing
                        """)
                .bind("id", feature.id())
                .bind("key", feature.key())
                .bind("name", feature.name())
                .bind("kind", feature.kind().value())
                .bind("createdAt", feature.createdAt())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    /** Empty when there is no such feature. */
    Mono<Feature> rename(String key, String name) {
        return db.sql("update features set name = :name where key = :key returning id, key, name, kind, created_at")
                .bind("key", key)
                .bind("name", name)
                .map(FeatureRepository::toFeature)
                .one();
    }

    /** Fails with a violation of integrity when a plan has it or somebody has used it. */
    Mono<Void> delete(UUID id) {
        return db.sql("delete from features where id = :id").bind("id", id).then();
    }

    static Feature toFeature(Readable row) {
        return new Feature(
                Columns.required(row, "id", UUID.class),
                Columns.required(row, "key", String.class),
                Columns.required(row, "name", String.class),
                Feature.Kind.of(Columns.required(row, "kind", String.class)),
                Columns.time(row, "created_at"));
    }
}
