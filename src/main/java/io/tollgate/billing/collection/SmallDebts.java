package io.tollgate.billing.collection;

import io.tollgate.billing.invoice.Invoice;
import io.tollgate.billing.invoice.LeastCharges;
import io.tollgate.platform.db.Columns;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/**
 * What is too little to go after: what a customer owes in a currency and could not be collected, as long as it is less than
 * {@link LeastDebts} asks for. What is still to be tried for the first time does not count: it may well be paid. Wants the lock on the
 * customer's money.
 */
@Repository
class SmallDebts {

    /** What failed to be collected. */
    private static final String FAILED = UnpaidInvoices.SQL + " and c.failures > 0 ";

    private final UnpaidInvoices unpaid;
    private final LeastDebts least;

    SmallDebts(UnpaidInvoices unpaid, CollectionProperties properties, LeastCharges charges) {
        this.unpaid = unpaid;
        this.least = properties.overdueFrom().atLeast(charges.byCurrency());
    }

    /** The next attempt that failure has planned is held back, where all is too little. True then. */
    Mono<Boolean> holdBack(Invoice invoice) {
        return Mono.just(least.of(invoice.currency()))
                .filter(enough -> enough > 0)
                .flatMap(enough -> holdBack(invoice, enough))
                .defaultIfEmpty(false);
    }

    private Mono<Boolean> holdBack(Invoice invoice, long enough) {
        return unpaid.in("""
                        update collections set held_back = next_attempt_at is not null, next_attempt_at = null
                        where invoice_id = :id and :enough > (
                            select coalesce(sum(cents), 0) from (""" + FAILED + """
                                 and c.user_id = :userId and i.currency = :currency) failed)
                        """)
                .bind("id", invoice.id())
                .bind("userId", invoice.userId())
                .bind("currency", invoice.currency())
                .bind("enough", enough)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    /**
     * A debt of whoever owes enough now.
     *
     * @param heldBack whether it is to be tried again
     */
    record Grown(UUID invoiceId, Optional<UUID> subscriptionId, int failures, boolean heldBack) {}

    /**
     * What is not too little any more: another invoice of the customer failed, too, or less is enough than was before. First what is
     * to be tried again; where anything is enough, nothing else.
     */
    Mono<List<Grown>> grown(UUID userId) {
        return unpaid.in("""
                        select invoice_id, subscription_id, failures, held_back
                        from (select failed.*, coalesce(enough, 0) as enough, sum(cents) over (partition by currency) as owed
                              from (""" + FAILED + """
                                   and c.user_id = :userId) failed
                              left join unnest(:currencies, :amounts) as least_debts (currency, enough) using (currency)) counted
                        where owed >= enough and (held_back or enough > 0)
                        order by held_back desc, owed_since, invoice_id limit 200
                        """)
                .bind("userId", userId)
                .bind("currencies", least.currencies())
                .bind("amounts", least.amounts())
                .map(row -> new Grown(
                        Columns.required(row, "invoice_id", UUID.class),
                        Optional.ofNullable(row.get("subscription_id", UUID.class)),
                        Columns.required(row, "failures", Integer.class),
                        Columns.required(row, "held_back", Boolean.class)))
                .all()
                .collectList();
    }

    /** Whether an unpaid invoice of the subscription has failed to be collected, and is not too little to go after. */
    Mono<Boolean> failing(UUID subscriptionId) {
        return unpaid.in("""
                        select exists (
                            select from (""" + FAILED + """
                                 and c.subscription_id = :id) mine
                            left join unnest(:currencies, :amounts) as least_debts (currency, enough) using (currency)
                            where coalesce(enough, 0) <= (
                                select sum(cents) from (""" + FAILED + """
                                    ) failed where failed.user_id = mine.user_id and failed.currency = mine.currency)) as failing
                        """)
                .bind("id", subscriptionId)
                .bind("currencies", least.currencies())
                .bind("amounts", least.amounts())
                .mapValue(Boolean.class)
                .one();
    }
}
