package io.tollgate.billing.invoice;

import io.r2dbc.spi.Readable;
import io.tollgate.platform.db.Columns;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.Parameter;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of {@code coupons}. */
@Repository
class CouponRepository {

    private final DatabaseClient db;
    private final Clock clock;

    CouponRepository(DatabaseClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** False when the code is taken. */
    Mono<Boolean> insert(CouponView coupon) {
        return db.sql("""
                        insert into coupons (id, code, name, amount, currency, percent, uses, scope, codes, max_redemptions,
                                             redeem_by, created_at)
                        values (:id, :code, :name, :amount, :currency, :percent, :uses, :scope, :codes, :most, :redeemBy,
                                :createdAt) on conflict (code) do nothing
                        """)
                .bind("id", coupon.id())
                .bind("code", coupon.code())
                .bind("name", coupon.name())
                .bind("amount", Parameter.fromOrEmpty(coupon.amount(), Long.class))
                .bind("currency", Parameter.fromOrEmpty(coupon.currency(), String.class))
                .bind("percent", Parameter.fromOrEmpty(coupon.percent(), BigDecimal.class))
                .bind("uses", Parameter.fromOrEmpty(coupon.uses(), Integer.class))
                .bind("scope", coupon.scope())
                .bind("codes", coupon.codes().toArray(String[]::new))
                .bind("most", Parameter.fromOrEmpty(coupon.maxRedemptions(), Integer.class))
                .bind("redeemBy", Parameter.fromOrEmpty(coupon.redeemBy(), Instant.class))
                .bind("createdAt", coupon.createdAt())
                .fetch()
                .rowsUpdated()
                .map(inserted -> inserted == 1);
    }

    /** Those of the coupon's codes that no plan, or no metric, has. */
    Mono<List<String>> unknown(CouponView coupon) {
        return db.sql("""
                        select code from unnest(:codes) as given (code)
                        where :scope = 'plan' and not exists (select from plans p where p.code = given.code)
                           or :scope = 'metric' and not exists (select from billable_metrics m where m.code = given.code)
                        """)
                .bind("codes", coupon.codes().toArray(String[]::new))
                .bind("scope", coupon.scope())
                .mapValue(String.class)
                .all()
                .collectList();
    }

    Mono<CouponView> find(String code) {
        return db.sql("select * from coupons where code = :code")
                .bind("code", code)
                .map(CouponRepository::coupon)
                .one();
    }

    /** The newest first. */
    Mono<List<CouponView>> page(int limit, int offset) {
        return db.sql("select * from coupons order by created_at desc, id desc limit :limit offset :offset")
                .bind("limit", limit)
                .bind("offset", offset)
                .map(CouponRepository::coupon)
                .all()
                .collectList();
    }

    Mono<Long> count() {
        return db.sql("select count(*) from coupons").mapValue(Long.class).one();
    }

    /** Counts a redemption, unless the coupon has ended or is used up. */
    Mono<Boolean> redeem(UUID id) {
        return db.sql("""
                        update coupons set redemptions = redemptions + 1
                        where id = :id and active and (max_redemptions is null or redemptions < max_redemptions)
                          and (redeem_by is null or redeem_by > :now)
                        """)
                .bind("id", id)
                .bind("now", clock.instant())
                .fetch()
                .rowsUpdated()
                .map(updated -> updated == 1);
    }

    /** Whoever has it keeps it; nobody else gets it. Empty when there is none. */
    Mono<CouponView> end(String code) {
        return db.sql("update coupons set active = false where code = :code returning *")
                .bind("code", code)
                .map(CouponRepository::coupon)
                .one();
    }

    private static CouponView coupon(Readable row) {
        BigDecimal percent = row.get("percent", BigDecimal.class);
        return new CouponView(
                Columns.required(row, "id", UUID.class),
                Columns.required(row, "code", String.class),
                Columns.required(row, "name", String.class),
                row.get("amount", Long.class),
                row.get("currency", String.class),
                percent == null ? null : percent.stripTrailingZeros(),
                row.get("uses", Integer.class),
                Columns.required(row, "scope", String.class),
                List.of(Columns.required(row, "codes", String[].class)),
                row.get("max_redemptions", Integer.class),
                Columns.required(row, "redemptions", Integer.class),
                Columns.timeOrNull(row, "redeem_by"),
                Columns.required(row, "active", Boolean.class),
                Columns.time(row, "created_at"));
    }
}
