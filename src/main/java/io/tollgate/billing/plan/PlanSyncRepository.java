package io.tollgate.billing.plan;

import io.r2dbc.spi.Readable;
import io.tollgate.platform.db.Columns;
import java.util.List;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The columns of {@code plans} and {@code plan_versions} that tell what is at Stripe. */
@Repository
class PlanSyncRepository {

    private final DatabaseClient db;
    private final PlanRepository plans;

    PlanSyncRepository(DatabaseClient db, PlanRepository plans) {
        this.db = db;
        this.plans = plans;
    }

    Mono<PlanAtStripe> load(UUID planId) {
        return plans.findById(planId).flatMap(this::withStripeColumns);
    }

    private Mono<PlanAtStripe> withStripeColumns(Plan plan) {
        return soldPrices(plan.id())
                .flatMap(prices -> db.sql("select stripe_product_id, stripe_name from plans where id = :id")
                        .bind("id", plan.id())
                        .map(row -> new PlanAtStripe(
                                plan,
                                PlanRows.optional(row, "stripe_product_id"),
                                PlanRows.optional(row, "stripe_name"),
                                prices))
                        .one());
    }

    private Mono<List<PlanAtStripe.SoldPrice>> soldPrices(UUID planId) {
        return db.sql("""
                        select id, number, stripe_price_id from plan_versions
                        where plan_id = :id and stripe_price_active order by number limit 200
                        """)
                .bind("id", planId)
                .map(PlanSyncRepository::toSoldPrice)
                .all()
                .collectList();
    }

    private static PlanAtStripe.SoldPrice toSoldPrice(Readable row) {
        return new PlanAtStripe.SoldPrice(
                Columns.required(row, "id", UUID.class),
                Columns.required(row, "number", Integer.class),
                Columns.required(row, "stripe_price_id", String.class));
    }

    /**
     * How Stripe is asked for the product and the price, now and each time until there is an answer.
     *
     * @param name the product's
     * @param attempt grows when Stripe has answered that it failed
     */
    record Intent(String name, int attempt) {}

    Mono<Intent> settleIntent(UUID planId) {
        return db.sql("""
                        update plans set stripe_name = coalesce(stripe_name, name) where id = :id
                        returning stripe_name, stripe_attempt
                        """)
                .bind("id", planId)
                .map(row -> new Intent(
                        Columns.required(row, "stripe_name", String.class),
                        Columns.required(row, "stripe_attempt", Integer.class)))
                .one();
    }

    Mono<Void> nextAttempt(UUID planId, int after) {
        return db.sql("update plans set stripe_attempt = :after + 1 where id = :id and stripe_attempt = :after")
                .bind("id", planId)
                .bind("after", after)
                .then();
    }

    Mono<Void> recordProduct(UUID planId, String productId) {
        return db.sql("update plans set stripe_product_id = :productId where id = :id")
                .bind("id", planId)
                .bind("productId", productId)
                .then();
    }

    Mono<Void> recordName(UUID planId, String name) {
        return db.sql("update plans set stripe_name = :name where id = :id")
                .bind("id", planId)
                .bind("name", name)
                .then();
    }

    Mono<Void> recordPrice(UUID versionId, String priceId) {
        return db.sql("""
                        update plan_versions set stripe_price_id = :priceId, stripe_price_active = true
                        where id = :id and stripe_price_id is null
                        """).bind("id", versionId).bind("priceId", priceId).then();
    }

    Mono<Void> recordArchived(UUID versionId) {
        return db.sql("update plan_versions set stripe_price_active = false where id = :id")
                .bind("id", versionId)
                .then();
    }

    /** Notes what Stripe has been told. True when the plan has changed since: somebody has to tell Stripe again. */
    Mono<Boolean> markSynced(UUID planId, long revision) {
        return db.sql("update plans set synced_revision = :revision where id = :id returning revision > :revision")
                .bind("id", planId)
                .bind("revision", revision)
                .mapValue(Boolean.class)
                .one()
                .defaultIfEmpty(false);
    }

    /** Plans that have changed and that Stripe has not been told of. */
    Flux<UUID> unsynced() {
        return db.sql("select id from plans where synced_revision <> revision order by id limit 200")
                .mapValue(UUID.class)
                .all();
    }
}
