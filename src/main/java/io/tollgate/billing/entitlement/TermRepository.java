package io.tollgate.billing.entitlement;

import io.r2dbc.postgresql.codec.Json;
import io.r2dbc.spi.Readable;
import io.tollgate.platform.db.Columns;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.Parameter;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of {@code plan_features}. */
@Repository
class TermRepository {

    /** No result is larger: a bigger one that is cancelled leaves its connection unusable. */
    private static final int CHUNK = 200;

    private static final UUID FIRST = new UUID(0, 0);

    private static final String SELECT = """
            select t.plan_version_id, t.value, t.quota, t.hard, t.resets, f.id, f.key, f.name, f.kind, f.created_at
            from plan_features t join features f on f.id = t.feature_id
            """;

    private final DatabaseClient db;

    TermRepository(DatabaseClient db) {
        this.db = db;
    }

    /** A term and the version it belongs to. */
    record OfVersion(UUID versionId, Term term) {}

    /** All versions of all plans, in one row. */
    Mono<Set<UUID>> versions() {
        return db.sql("select coalesce(array_agg(id), '{}') as ids from plan_versions")
                .map(row -> Set.of(Columns.required(row, "ids", UUID[].class)))
                .one();
    }

    /** Every term of every version. */
    Mono<List<OfVersion>> all() {
        return after(FIRST, FIRST)
                .expand(chunk -> chunk.size() < CHUNK
                        ? Mono.empty()
                        : after(
                                chunk.getLast().versionId(),
                                chunk.getLast().term().feature().id()))
                .collectList()
                .map(chunks -> chunks.stream().flatMap(List::stream).toList());
    }

    private Mono<List<OfVersion>> after(UUID versionId, UUID featureId) {
        return db.sql(SELECT + """
                        where (t.plan_version_id, t.feature_id) > (:versionId, :featureId)
                        order by t.plan_version_id, t.feature_id limit\s""" + CHUNK)
                .bind("versionId", versionId)
                .bind("featureId", featureId)
                .map(row -> new OfVersion(Columns.required(row, "plan_version_id", UUID.class), toTerm(row)))
                .all()
                .collectList();
    }

    /** All of a version's, in the order of their keys. */
    Mono<List<Term>> of(UUID versionId) {
        return after(versionId, "")
                .expand(chunk -> chunk.size() < CHUNK
                        ? Mono.empty()
                        : after(versionId, chunk.getLast().feature().key()))
                .collectList()
                .map(chunks -> chunks.stream().flatMap(List::stream).toList());
    }

    private Mono<List<Term>> after(UUID versionId, String key) {
        return db.sql(SELECT + """
                        where t.plan_version_id = :versionId and f.key > :key
                        order by f.key limit\s""" + CHUNK)
                .bind("versionId", versionId)
                .bind("key", key)
                .map(TermRepository::toTerm)
                .all()
                .collectList();
    }

    Mono<Void> put(UUID versionId, Term term) {
        Quota quota = term.quota();
        return db.sql("""
                        insert into plan_features (plan_version_id, feature_id, value, quota, hard, resets)
                        values (:versionId, :featureId, :value, :quota, :hard, :resets)
                        on conflict (plan_version_id, feature_id) do update set
                            value = excluded.value, quota = excluded.quota, hard = excluded.hard, resets = excluded.resets
                        """)
                .bind("versionId", versionId)
                .bind("featureId", term.feature().id())
                .bind("value", Parameter.fromOrEmpty(term.value() == null ? null : Json.of(term.value()), Json.class))
                .bind("quota", Parameter.fromOrEmpty(quota == null ? null : quota.limit(), Long.class))
                .bind("hard", quota == null || quota.hard())
                .bind(
                        "resets",
                        Parameter.fromOrEmpty(
                                quota == null ? null : quota.reset().value(), String.class))
                .then();
    }

    /** False when the version has no such feature. */
    Mono<Boolean> remove(UUID versionId, UUID featureId) {
        return db.sql("delete from plan_features where plan_version_id = :versionId and feature_id = :featureId")
                .bind("versionId", versionId)
                .bind("featureId", featureId)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    Mono<Void> copy(UUID fromVersionId, UUID toVersionId) {
        return db.sql("""
                        insert into plan_features (plan_version_id, feature_id, value, quota, hard, resets)
                        select :toId, feature_id, value, quota, hard, resets from plan_features
                        where plan_version_id = :fromId
                        """)
                .bind("fromId", fromVersionId)
                .bind("toId", toVersionId)
                .then();
    }

    private static Term toTerm(Readable row) {
        Feature feature = FeatureRepository.toFeature(row);
        Json value = row.get("value", Json.class);
        return new Term(
                feature,
                value == null ? null : value.asString(),
                feature.kind() == Feature.Kind.METERED ? toQuota(row) : null);
    }

    private static Quota toQuota(Readable row) {
        @Nullable Long limit = row.get("quota", Long.class);
        return new Quota(
                limit,
                Columns.required(row, "hard", Boolean.class),
                Quota.Reset.of(Columns.required(row, "resets", String.class)));
    }
}
