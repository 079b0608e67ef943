package io.tollgate.admin.stats;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.tollgate.platform.db.Columns;
import io.tollgate.platform.jobs.Roles;
import io.tollgate.platform.jobs.WorkerGauges;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * {@code tollgate.subscriptions} by status (active, trialing, past_due) and {@code tollgate.mrr} by currency, in its minor unit;
 * measured each minute by nodes with the role worker, all of which say the same.
 */
@Component
class StandingGauges extends WorkerGauges {

    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private final DatabaseClient db;
    private final Clock clock;
    private final MultiGauge subscriptions;
    private final MultiGauge mrr;

    StandingGauges(DatabaseClient db, Clock clock, MeterRegistry registry, Roles roles) {
        super(INTERVAL, roles);
        this.db = db;
        this.clock = clock;
        this.subscriptions = MultiGauge.builder("tollgate.subscriptions").register(registry);
        this.mrr = MultiGauge.builder("tollgate.mrr").register(registry);
    }

    private record Value(String label, double value) {}

    @Override
    protected Mono<Void> measure() {
        return byStatus()
                .doOnNext(rows -> show(subscriptions, "status", rows))
                .then(monthlyByCurrency())
                .doOnNext(rows -> show(mrr, "currency", rows))
                .then();
    }

    private Mono<List<Value>> byStatus() {
        return values(db.sql("""
                        select known.status as label,
                               count(s.id) filter (where s.duplicate_of is null and s.replaced_by is null)::float8 as value
                        from unnest(array['active', 'trialing', 'past_due']) as known (status)
                        left join subscriptions s on s.status = known.status
                            and not exists (select from customer_clocks t where t.user_id = s.user_id)
                        group by known.status
                        """));
    }

    private Mono<List<Value>> monthlyByCurrency() {
        return values(db.sql("""
                        select v.currency as label,
                               coalesce(sum(monthly_cents(
                                   case when c.user_id is null then v.price_cents
                                        else after_coupons(v.price_cents, c.user_id, p.code, v.currency, :now) end,
                                   v.billing_period, v.interval_count)) filter (where s.id is not null), 0)::float8 as value
                        from plan_versions v
                        join plans p on p.id = v.plan_id
                        left join subscriptions s on s.plan_version_id = v.id and s.status in ('active', 'past_due')
                                                  and s.duplicate_of is null and s.replaced_by is null
                                                  and not exists (select from customer_clocks t where t.user_id = s.user_id)
                        left join (select distinct user_id from applied_coupons) c on c.user_id = s.user_id and s.engine
                        group by v.currency
                        """).bind("now", clock.instant()));
    }

    private static Mono<List<Value>> values(GenericExecuteSpec question) {
        return question.map(row -> new Value(
                        Columns.required(row, "label", String.class), Columns.required(row, "value", Double.class)))
                .all()
                .collectList();
    }

    private static void show(MultiGauge gauge, String tag, List<Value> values) {
        gauge.register(
                values.stream()
                        .map(value -> MultiGauge.Row.of(Tags.of(tag, value.label()), value.value()))
                        .toList(),
                true);
    }
}
