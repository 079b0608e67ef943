package io.tollgate.admin.stats;

import io.r2dbc.spi.Readable;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Counts what the tables of billing say. */
@Repository
class StatsRepository {

    /**
     * Each number as rows of month, currency, its name and its value; then a line per month and currency. Customers whom a test moves
     * through time are no business.
     */
    private static final String MONTHLY = """
            with months as (
                select starts, (starts + interval '1 month') at time zone 'UTC' as ends,
                       starts at time zone 'UTC' as begins
                from (select cast(:start as timestamptz) at time zone 'UTC' + n * interval '1 month' as starts
                      from generate_series(0, :count - 1) n) s
            ), history as not materialized (
                select h.*, case when s.engine then s.user_id end as payer
                from subscription_history h join subscriptions s on s.id = h.subscription_id
                where h.counts and not exists (select from customer_clocks t where t.user_id = s.user_id)
            ), holders as (
                select distinct user_id from applied_coupons
            ), standing as (
                select m.starts, v.currency, h.status, count(*) as many, sum(monthly_cents(
                           case when c.user_id is null then v.price_cents
                                else after_coupons(v.price_cents, c.user_id, p.code, v.currency, least(m.ends, :now)) end,
                           v.billing_period, v.interval_count)) as cents
                from months m
                join history h on h.since < least(m.ends, :now) and (h.until is null or h.until >= least(m.ends, :now))
                join plan_versions v on v.id = h.plan_version_id
                join plans p on p.id = v.plan_id
                left join holders c on c.user_id = h.payer
                where h.status in ('active', 'past_due', 'trialing')
                group by 1, 2, 3
            ), news as (
                select m.starts, v.currency,
                       case when h.status = 'trialing' then 'trials'
                            when h.status = 'canceled' then 'churned' else 'started' end as name,
                       case when h.status = 'canceled' then monthly_cents(
                           after_coupons(v.price_cents, h.payer, p.code, v.currency, h.since),
                           v.billing_period, v.interval_count) end as lost
                from months m
                join history h on h.since >= m.begins and h.since < m.ends
                join plan_versions v on v.id = h.plan_version_id
                join plans p on p.id = v.plan_id
                left join lateral (
                    select bool_or(e.status = 'trialing') as tried,
                           bool_or(e.status in ('active', 'past_due', 'unpaid', 'paused')) as ran
                    from subscription_history e where e.subscription_id = h.subscription_id and e.since < h.since
                ) before on true
                where h.status = 'trialing' and before.tried is not true
                   or h.status = 'canceled' and before.ran and h.until is null
                   or h.status in ('active', 'past_due') and before.ran is not true
            ), paid_by as not materialized (
                select p.* from payments p where not exists (select from customer_clocks t where t.user_id = p.user_id)
            ), asked as not materialized (
                select i.*, i.subtotal - i.discount as net
                from invoices i where not exists (select from customer_clocks t where t.user_id = i.user_id)
            ), numbers (starts, currency, name, value) as (
                select starts, currency, 'mrr', cents from standing where status <> 'trialing'
                union all
                select starts, currency, case status when 'trialing' then 'trialing' else 'active' end, many from standing
                union all
                select starts, currency, name, count(*) from news group by 1, 2, 3
                union all
                select starts, currency, 'lost', sum(lost) from news where lost is not null group by 1, 2
                union all
                select m.starts, i.currency, 'invoiced', sum(i.net)
                from months m join asked i on i.issued_at >= m.begins and i.issued_at < m.ends
                group by 1, 2
                union all
                select m.starts, i.currency, 'invoiced', -sum(i.net - i.credited_net)
                from months m join asked i on i.voided_at >= m.begins and i.voided_at < m.ends
                group by 1, 2
                union all
                select m.starts, n.currency, 'invoiced', -sum(n.net)
                from months m
                join credit_notes n on n.issued_at >= m.begins and n.issued_at < m.ends
                join asked i on i.id = n.invoice_id
                group by 1, 2
                union all
                select m.starts, p.currency, 'invoiced', sum(p.amount_cents)
                from months m join paid_by p on p.created_at >= m.begins and p.created_at < m.ends and p.status <> 'canceled'
                where not exists (select from invoices i where i.id = p.id)
                group by 1, 2
                union all
                select m.starts, p.currency, 'collected', sum(p.amount_cents)
                from months m join paid_by p on p.paid_at >= m.begins and p.paid_at < m.ends
                where p.status not in ('pending', 'failed', 'canceled')
                group by 1, 2
                union all
                select m.starts, r.currency, 'refunded', sum(r.amount_cents)
                from months m join refunds r on r.created_at >= m.begins and r.created_at < m.ends
                join paid_by p on p.id = r.payment_id
                where r.status = 'succeeded'
                group by 1, 2
                union all
                select m.starts, p.currency, 'overdue', sum(p.amount_cents)
                from months m
                join paid_by p on p.created_at < m.ends and p.failed_attempt > 0 and p.status <> 'canceled'
                               and (p.paid_at is null or p.paid_at >= least(m.ends, :now))
                where not exists (select from invoices i where i.id = p.id)
                group by 1, 2
                union all
                select m.starts, i.currency, 'overdue',
                       sum(i.amount_due - coalesce(paid.cents, 0) - coalesce(credited.cents, 0))
                from months m
                join asked i on i.due_at < least(m.ends, :now)
                             and (i.status = 'open'
                                  or least(i.paid_at, i.voided_at, i.uncollectible_at) >= least(m.ends, :now))
                left join lateral (
                    select sum(ip.amount - ip.excess) as cents from invoice_payments ip
                    where ip.invoice_id = i.id and ip.paid_at < least(m.ends, :now)
                ) paid on true
                left join lateral (
                    select sum(n.offset_amount) as cents from credit_notes n
                    where n.invoice_id = i.id and n.issued_at < least(m.ends, :now)
                ) credited on true
                group by 1, 2
            ), lines as (
                select to_char(starts, 'YYYY-MM') as month, upper(currency) as currency,
                       coalesce(round(sum(value) filter (where name = 'mrr')), 0)::bigint as mrr_cents,
                       coalesce(sum(value) filter (where name = 'active'), 0)::bigint as active,
                       coalesce(sum(value) filter (where name = 'trialing'), 0)::bigint as trialing,
                       coalesce(sum(value) filter (where name = 'started'), 0)::bigint as started,
                       coalesce(sum(value) filter (where name = 'trials'), 0)::bigint as trials,
                       coalesce(sum(value) filter (where name = 'churned'), 0)::bigint as churned,
                       coalesce(round(sum(value) filter (where name = 'lost')), 0)::bigint as churned_mrr_cents,
                       coalesce(sum(value) filter (where name = 'invoiced'), 0)::bigint as invoiced_cents,
                       coalesce(sum(value) filter (where name = 'collected'), 0)::bigint as collected_cents,
                       coalesce(sum(value) filter (where name = 'refunded'), 0)::bigint as refunded_cents,
                       coalesce(sum(value) filter (where name = 'overdue'), 0)::bigint as overdue_cents
                from numbers
                group by 1, 2
            )
            select coalesce(jsonb_agg(l order by l.month, l.currency), '[]')::text as lines from lines l
            """;

    private final DatabaseClient db;
    private final JsonMapper json;
    private final Clock clock;

    StatsRepository(DatabaseClient db, JsonMapper json, Clock clock) {
        this.db = db;
        this.json = json;
        this.clock = clock;
    }

    /** In one row: three years in many currencies would be more rows than may come in one result. */
    Mono<List<MonthStats>> monthly(Months months) {
        return db.sql(MONTHLY)
                .bind("start", months.start())
                .bind("count", months.count())
                .bind("now", clock.instant())
                .mapValue(String.class)
                .one()
                .map(lines -> List.of(json.readValue(lines, MonthStats[].class)));
    }

    /** In which plans are or were sold. */
    Mono<List<String>> currencies() {
        return db.sql("select distinct upper(currency) from plan_versions")
                .mapValue(String.class)
                .all()
                .collectList();
    }

    Mono<Totals> totals() {
        return db.sql("""
                        select (select count(*) from users) as users, (select count(*) from subscriptions) as subscriptions,
                               (select count(*) from payments) as payments
                        """)
                .map(row -> new Totals(number(row, "users"), number(row, "subscriptions"), number(row, "payments")))
                .one();
    }

    private static long number(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, Long.class), column);
    }
}
