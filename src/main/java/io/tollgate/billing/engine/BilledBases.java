package io.tollgate.billing.engine;

import io.tollgate.platform.db.Columns;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** What is left of base fees that were billed: no more than that is ever given back. */
@Repository
class BilledBases {

    private final DatabaseClient db;

    BilledBases(DatabaseClient db) {
        this.db = db;
    }

    /**
     * The base line of an invoice.
     *
     * @param line its position
     * @param left what is still asked for it: without what was credited of it since, or asked no more because the invoice is void,
     *     given up or lost in a dispute, in minor units
     * @param absorbed what the invoice itself took off for an earlier plan; a note on the invoice cannot give that back
     */
    record BaseLine(int line, long left, long absorbed) {}

    /**
     * Notes on the whole invoice fall on its lines by what is left of each, as a coupon would have. Empty when it has no such line.
     */
    Mono<BaseLine> line(UUID invoiceId) {
        return db.sql("""
                        with lines as (
                            select l.position, l.kind, l.amount - l.discount as net,
                                   greatest(l.amount - l.discount - coalesce(sum(n.net), 0), 0) as rest
                            from invoice_lines l left join credit_notes n on n.invoice_id = l.invoice_id and n.line = l.position
                            where l.invoice_id = :id
                            group by l.position, l.kind, l.amount, l.discount
                        ), sums as (
                            select coalesce(sum(rest) filter (where net > 0), 0) as asked,
                                   coalesce(-sum(net) filter (where net < 0), 0) as absorbed
                            from lines
                        ), dropped as (
                            select case when i.status in ('void', 'uncollectible') or exists (
                                             select from invoice_returns where invoice_id = i.id and written_off > 0)
                                         then greatest(asked - absorbed, 0)
                                        else (select coalesce(sum(net), 0) from credit_notes
                                              where invoice_id = i.id and line is null) end as net
                            from invoices i, sums where i.id = :id
                        )
                        select l.position, s.absorbed::bigint as absorbed,
                               greatest(l.rest - coalesce(round(d.net * l.rest / nullif(s.asked, 0)), 0), 0)::bigint as rest
                        from lines l, sums s, dropped d where l.kind = 'base'
                        order by l.position limit 1
                        """)
                .bind("id", invoiceId)
                .map(row -> new BaseLine(
                        Columns.required(row, "position", Integer.class),
                        Columns.required(row, "rest", Long.class),
                        Columns.required(row, "absorbed", Long.class)))
                .one();
    }

    /** The move with no more billed before it than is still asked for. Boundaries but an end at a date give nothing back. */
    Mono<Move> really(Move move) {
        Course course = move.of().course();
        UUID invoiceId = course.baseInvoiceId();
        return invoiceId == null || course.baseBilled() == 0 || givesNothing(move)
                ? Mono.just(move)
                : line(invoiceId)
                        .map(line -> move.with(
                                move.of().on(course.having(Math.min(course.baseBilled(), line.left()), invoiceId))))
                        .defaultIfEmpty(move);
    }

    static boolean givesNothing(Move move) {
        return move.what() == Move.What.BOUNDARY && !move.of().course().endsBy(move.at());
    }
}
