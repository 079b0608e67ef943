package io.tollgate.admin.stats;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.tollgate.platform.jobs.Roles;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * {@code tollgate.subscriptions} by status (active, trialing, past_due) and {@code tollgate.mrr} by currency, in its minor unit;
 * measured each minute by nodes with the role worker, all of which say the same.
 */
@Component
class StandingGauges implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(StandingGauges.class);
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private final DatabaseClient db;
    private final MultiGauge subscriptions;
    private final MultiGauge mrr;
    private final boolean worker;
    private volatile Disposable measuring = Disposables.disposed();

    StandingGauges(DatabaseClient db, MeterRegistry registry, Roles roles) {
        this.db = db;
        this.subscriptions = MultiGauge.builder("tollgate.subscriptions").register(registry);
        this.mrr = MultiGauge.builder("tollgate.mrr").register(registry);
        this.worker = roles.has(Roles.Role.WORKER);
    }

    private record Value(String label, double value) {}

    Mono<Void> measure() {
        return values("""
                        select status as label,
                               count(s.id) filter (where s.duplicate_of is null and s.replaced_by is null)::float8 as value
                        from unnest(array['active', 'trialing', 'past_due']) as known (status)
                        left join subscriptions s using (status)
                        group by status
                        """)
                .doOnNext(rows -> show(subscriptions, "status", rows))
                .then(values("""
                        select v.currency as label,
                               coalesce(sum(monthly_cents(v.price_cents, v.billing_period, v.interval_count))
                                   filter (where s.id is not null), 0)::float8 as value
                        from plan_versions v
                        left join subscriptions s on s.plan_version_id = v.id and s.status in ('active', 'past_due')
                                                  and s.duplicate_of is null and s.replaced_by is null
                        group by v.currency
                        """))
                .doOnNext(rows -> show(mrr, "currency", rows))
                .then();
    }

    private Mono<List<Value>> values(String sql) {
        return db.sql(sql)
                .map(row -> new Value(
                        Objects.requireNonNull(row.get("label", String.class)),
                        Objects.requireNonNull(row.get("value", Double.class))))
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

    @Override
    public void start() {
        measuring = Flux.interval(Duration.ZERO, INTERVAL)
                .onBackpressureDrop()
                .concatMap(_ -> measure().onErrorResume(StandingGauges::failed), 1)
                .subscribe();
    }

    private static Mono<Void> failed(Throwable failure) {
        log.debug("Subscriptions are not measured: {}", failure.toString());
        return Mono.empty();
    }

    @Override
    public void stop() {
        measuring.dispose();
    }

    @Override
    public boolean isRunning() {
        return !measuring.isDisposed();
    }

    @Override
    public boolean isAutoStartup() {
        return worker;
    }
}
