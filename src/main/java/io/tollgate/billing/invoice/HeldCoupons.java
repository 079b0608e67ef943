package io.tollgate.billing.invoice;

import io.tollgate.platform.time.Ids;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;

/** The coupons in customers' hands, and what invoices have made of them. */
@Repository
class HeldCoupons {

    private static final TypeReference<List<HeldCoupon>> COUPONS = new TypeReference<>() {};

    private final DatabaseClient db;
    private final InvoiceRows rows;
    private final Ids ids;
    private final Clock clock;

    HeldCoupons(DatabaseClient db, InvoiceRows rows, Ids ids, Clock clock) {
        this.db = db;
        this.rows = rows;
        this.ids = ids;
        this.clock = clock;
    }

    /** All that are not ended, by user, the oldest first. One row, however many they are. */
    Mono<Map<UUID, List<HeldCoupon>>> of(Collection<UUID> userIds) {
        return db.sql("""
                        select coalesce(jsonb_agg(to_jsonb(h) order by h.applied_at, h.id), '[]') as held from (
                            select a.id, a.user_id, a.applied_at, c.code, c.name, c.amount, c.currency, c.percent, c.scope,
                                   c.codes,
                                   c.uses - (select count(*) from coupon_uses u join invoices i on i.id = u.invoice_id
                                             where u.applied_id = a.id and i.status <> 'void') as uses_left
                            from applied_coupons a join coupons c on c.id = a.coupon_id
                            where a.user_id = any(:ids) and a.ended_at is null) h
                        """)
                .bind("ids", userIds.toArray(UUID[]::new))
                .map(row -> rows.read(row, "held", COUPONS))
                .one()
                .map(held -> held.stream().collect(Collectors.groupingBy(HeldCoupon::userId)));
    }

    private record Use(UUID appliedId, UUID invoiceId, long amount) {}

    /** Notes what the invoices have used. */
    Mono<Void> use(List<Invoice> invoices) {
        List<Use> uses = invoices.stream()
                .flatMap(invoice -> invoice.discounts().stream()
                        .map(discount -> new Use(discount.appliedId(), invoice.id(), discount.amount())))
                .toList();
        return uses.isEmpty()
                ? Mono.empty()
                : db.sql("insert into coupon_uses select * from jsonb_populate_recordset(null::coupon_uses, :rows)")
                        .bind("rows", rows.json(uses))
                        .then();
    }

    /** Puts a coupon into a customer's hands. Empty when it is there already. @return the application's id */
    Mono<UUID> insert(UUID couponId, UUID userId) {
        return db.sql("""
                        insert into applied_coupons (id, coupon_id, user_id, applied_at) values (:id, :couponId, :userId, :now)
                        on conflict (coupon_id, user_id) where ended_at is null do nothing returning id
                        """)
                .bind("id", ids.next())
                .bind("couponId", couponId)
                .bind("userId", userId)
                .bind("now", clock.instant())
                .mapValue(UUID.class)
                .one();
    }

    /** False when there is none to end. */
    Mono<Boolean> end(UUID appliedId, UUID userId) {
        return db.sql("""
                        update applied_coupons set ended_at = :now
                        where id = :id and user_id = :userId and ended_at is null
                        """)
                .bind("now", clock.instant())
                .bind("id", appliedId)
                .bind("userId", userId)
                .fetch()
                .rowsUpdated()
                .map(updated -> updated == 1);
    }
}
