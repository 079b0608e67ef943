package io.tollgate.bench;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * W7: how many invoices a run makes a second: subscriptions with a base fee ahead and tiered usage in arrears, all due at once, as at
 * the first of a month. Counted from the first chunk's commit to the last one's.
 */
final class InvoiceRuns implements Workload {

    private static final Configuration INVOICES = new Configuration(
            "bench_invoices",
            Map.of("RATE_LIMIT_ENABLED", "false", "COLLECTION_AFTER_RUN", "1h"),
            List.of(),
            "all roles, limiter off, mails later");

    /** So many for each second of a measured run. */
    private static final int PER_SECOND = 5000;

    private static final double RATE = 5000;
    private static final double GROWTH_MEGABYTES = 150;
    private static final long LOOK_MILLIS = 200;

    /** By the run's own index, so that looking costs the run nothing. */
    private static final String DUE = """
            select count(*) from (
                select from engine_subscriptions where next_run_at <= now() and parked_at is null and not clocked
                order by next_run_at limit 1) due""";

    private static final int PATIENCE_LOOKS = 3000;

    @Override
    public void run(Stand stand, Consumer<Result> lines) throws Exception {
        Product product = stand.product(INVOICES);
        Database database = product.database();
        plan(database);
        int count = PER_SECOND * stand.settings().seconds();
        AtomicInteger wave = new AtomicInteger();
        WarmUp.untilSteady("W7", () -> due(product, "warm" + wave.incrementAndGet(), count));
        long before = product.residentMegabytes();
        seed(database, "measured", count);
        Sample sample = product.measure(() -> billed(product, "measured", count));
        long grown = product.residentMegabytes() - before;
        lines.accept(Result.of(
                        "W7",
                        "invoice run: %,d invoices of 4 lines, %,.0f/s; %d MB more than before"
                                .formatted(count, sample.rate(), grown),
                        INVOICES.description(),
                        0,
                        sample)
                .held(Bar.rate(RATE), Bar.atMost("MB more", grown, GROWTH_MEGABYTES)));
    }

    private static Sample due(Product product, String wave, int count) throws Exception {
        seed(product.database(), wave, count);
        return billed(product, wave, count);
    }

    /** Due from here on. The run is asked for at once: until the minute's schedule the process would only cool down. */
    private static Sample billed(Product product, String wave, int count) throws Exception {
        Database database = product.database();
        database.execute("""
                update engine_subscriptions e set next_run_at = s.current_period_end
                from subscriptions s join users u on u.id = s.user_id
                where s.id = e.subscription_id and u.username like '%s-%%'""".formatted(wave));
        database.execute("analyze");
        database.execute("""
                insert into outbox (id, type, topic, key, payload, created_at, available_at)
                values (gen_random_uuid(), 'billing.invoice_run', 'billing', 'run', '{}', now(), now())""");
        for (int look = 0; look < PATIENCE_LOOKS && database.number(DUE) > 0; look++) {
            if (!product.waits(LOOK_MILLIS)) {
                throw new IllegalStateException("The product has gone");
            }
        }
        double seconds = database.decimal("""
                select extract(epoch from max(i.created_at) - min(i.created_at))
                from invoices i join users u on u.id = i.user_id where u.username like '%s-%%'""".formatted(wave));
        long invoices = database.number("""
                select count(*) from invoices i join users u on u.id = i.user_id where u.username like '%s-%%'""".formatted(wave));
        return Sample.of(invoices / Math.max(seconds, 0.001), null, null, null, invoices, count - invoices);
    }

    private static void plan(Database database) throws Exception {
        database.execute("""
                with p as (
                    insert into plans (id, code, name, tier, is_active, version, synced_revision, created_at, updated_at)
                    values ('00000000-0000-7000-8000-0000000000b1', 'bench-metered', 'Metered', 'PRO', true, 1, 1, now(), now())),
                v as (
                    insert into plan_versions (id, plan_id, number, price_cents, currency, billing_period, created_at)
                    values ('00000000-0000-7000-8000-0000000000b2', '00000000-0000-7000-8000-0000000000b1', 1, 1900, 'USD',
                            'monthly', now())),
                m as (
                    insert into billable_metrics (id, code, name, unit, aggregation, created_at, updated_at)
                    values ('00000000-0000-7000-8000-0000000000b3', 'bench_calls', 'Calls', 'call', 'sum', now(), now()))
                insert into plan_charges (id, plan_version_id, metric_id, position, name, model, terms)
                values ('00000000-0000-7000-8000-0000000000b4', '00000000-0000-7000-8000-0000000000b2',
                        '00000000-0000-7000-8000-0000000000b3', 0, 'API calls', 'graduated',
                        '{"tiers": [{"up_to": "100", "unit": "0.10"}, {"up_to": "1000", "unit": "0.08"}, {"unit": "0.05"}]}')
                """);
    }

    /** A month that has just ended, with 48 hours of usage in it; not due yet. */
    private static void seed(Database database, String wave, int count) throws Exception {
        database.execute("""
                create temporary table seeded as
                select n, gen_random_uuid() as user_id, gen_random_uuid() as id,
                       date_trunc('hour', now()) - interval '1 hour' as ends,
                       date_trunc('hour', now()) - interval '1 hour' - interval '1 month' as starts
                from generate_series(1, %2$d) n;
                insert into users (id, email, email_display, username, provider, is_admin, is_active, is_verified, created_at,
                                   updated_at)
                select user_id, '%1$s-' || n || '@w7.example', '%1$s-' || n || '@w7.example', '%1$s-' || n, 'local', false, true,
                       true, now(), now() from seeded;
                insert into subscriptions (id, user_id, plan_version_id, provider, status, started_at, current_period_start,
                                           current_period_end, engine, created_at, updated_at)
                select id, user_id, '00000000-0000-7000-8000-0000000000b2', 'manual', 'active', starts, starts, ends, true, now(),
                       now() from seeded;
                insert into engine_subscriptions (subscription_id, anchor, zone, interval_unit, interval_count, period_index,
                                                  segment_start, base_billed)
                select id, starts at time zone 'UTC', 'UTC', 'month', 1, 0, starts, 1900 from seeded;
                insert into billing_accounts (user_id, currency, created_at, updated_at) select user_id, 'USD', now(), now() from seeded;
                insert into usage_heads (subscription_id, sequence) select id, 48 from seeded;
                insert into usage_hours (subscription_id, metric_id, hour, events, total, highest, first_at, last_at, last_id,
                                         last_value, sequence)
                select id, '00000000-0000-7000-8000-0000000000b3', hour, 1, 30, 30, hour, hour, 'e', 30,
                       extract(epoch from hour - starts)::bigint / 3600 + 1
                from seeded cross join lateral generate_series(starts, starts + interval '47 hours', interval '1 hour') hour;
                drop table seeded
                """.formatted(wave, count));
    }
}
