package io.tollgate.billing.plan;

import java.util.List;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of {@code plan_versions}, as administrators see them. */
@Repository
public class PlanVersions {

    private static final String SELECT = """
            select id as version_id, number, price_cents, currency, billing_period, interval_count, stripe_price_id
            from plan_versions where plan_id = :planId
            """;

    private final DatabaseClient db;

    PlanVersions(DatabaseClient db) {
        this.db = db;
    }

    /** The newest 200, the newest first. */
    Mono<List<PlanVersion>> of(UUID planId) {
        return db.sql(SELECT + " order by number desc limit 200")
                .bind("planId", planId)
                .map(PlanRows::toVersion)
                .all()
                .collectList();
    }

    public Mono<PlanVersion> find(UUID planId, int number) {
        return db.sql(SELECT + " and number = :number")
                .bind("planId", planId)
                .bind("number", number)
                .map(PlanRows::toVersion)
                .one();
    }
}
