package io.tollgate.billing.engine;

import io.tollgate.OwnDatabase;
import io.tollgate.stripeemulator.StripeEmulator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Customers of a daily plan with a saved card, written straight into a database: 19.00 a day ahead and 0.10 a call in arrears. Those
 * who are due made 30 calls in the day that ended first; every second of them has missed another day since.
 *
 * @param ids Stripe's, of those who are due
 */
record DueCustomers(OwnDatabase database, StripeEmulator stripe, List<String> ids) {

    static final String METRIC = "crash_calls";

    private static final String PLAN = "00000000-0000-7000-8000-0000000000c1";
    private static final String VERSION = "00000000-0000-7000-8000-0000000000c2";
    private static final String COUNTED = "00000000-0000-7000-8000-0000000000c3";

    static DueCustomers create(OwnDatabase database, StripeEmulator stripe, int count) throws Exception {
        plan(database);
        List<String> ids = cards(stripe, count);
        subscribers(database, "due", count, """
                date_trunc('hour', now()) - interval '1 day' * (1 + n % 2) - interval '1 hour'""");
        database.execute("""
                insert into stripe_customers (user_id, email, customer_id, created_at)
                select id, email, (string_to_array('%s', ','))[substring(username from 5)::int], now()
                from users where username like 'due-%%'""".formatted(String.join(",", ids)));
        database.execute("""
                insert into usage_heads (subscription_id, sequence)
                select s.id, 1 from subscriptions s join users u on u.id = s.user_id where u.username like 'due-%'""");
        database.execute("""
                insert into usage_hours (subscription_id, metric_id, hour, events, total, highest, first_at, last_at, last_id,
                                         last_value, sequence)
                select s.id, '%s', s.started_at, 1, 30, 30, s.started_at, s.started_at, 'told', 30, 1
                from subscriptions s join users u on u.id = s.user_id where u.username like 'due-%%'""".formatted(COUNTED));
        return new DueCustomers(database, stripe, ids);
    }

    private static void plan(OwnDatabase database) {
        database.execute("""
                with p as (
                    insert into plans (id, code, name, tier, is_active, version, synced_revision, created_at, updated_at)
                    values ('%1$s', 'crash', 'Crash', 'PRO', true, 1, 1, now(), now())),
                v as (
                    insert into plan_versions (id, plan_id, number, price_cents, currency, billing_period, created_at)
                    values ('%2$s', '%1$s', 1, 1900, 'USD', 'daily', now())),
                m as (
                    insert into billable_metrics (id, code, name, unit, aggregation, created_at, updated_at)
                    values ('%3$s', '%4$s', 'Calls', 'call', 'sum', now(), now()))
                insert into plan_charges (id, plan_version_id, metric_id, position, name, model, terms)
                values ('%5$s', '%2$s', '%3$s', 0, 'Calls', 'unit', '{"unit": "0.10"}')
                """.formatted(PLAN, VERSION, COUNTED, METRIC, UUID.randomUUID()));
    }

    /** Whose day is not over. @return their subscriptions */
    static List<String> undisturbed(OwnDatabase database, int count) {
        subscribers(database, "calm", count, "date_trunc('hour', now()) - interval '6 hours'");
        return database.rows("""
                select s.id from subscriptions s join users u on u.id = s.user_id where u.username like 'calm-%'""");
    }

    /** @param starts when their present day began, from {@code n}, their number */
    private static void subscribers(OwnDatabase database, String name, int count, String starts) {
        database.execute("""
                create temporary table fresh as
                select n, gen_random_uuid() as user_id, gen_random_uuid() as id, %3$s as starts
                from generate_series(1, %2$d) n;
                insert into users (id, email, email_display, username, is_verified, created_at, updated_at)
                select user_id, '%1$s-' || n || '@crash.example', '%1$s-' || n || '@crash.example', '%1$s-' || n, true, now(),
                       now() from fresh;
                insert into subscriptions (id, user_id, plan_version_id, provider, status, started_at, current_period_start,
                                           current_period_end, engine, created_at, updated_at)
                select id, user_id, '%4$s', 'stripe', 'active', starts, starts, starts + interval '1 day', true, now(), now()
                from fresh;
                insert into engine_subscriptions (subscription_id, anchor, zone, interval_unit, interval_count, period_index,
                                                  segment_start, next_run_at, base_billed)
                select id, starts at time zone 'UTC', 'UTC', 'day', 1, 0, starts, starts + interval '1 day', 1900 from fresh;
                drop table fresh
                """.formatted(name, count, starts, VERSION));
    }

    /** Stripe's customers, each with a card. */
    private static List<String> cards(StripeEmulator stripe, int count) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(stripe.baseUrl() + "/v1/customers"))
                    .header("Authorization", "Bearer sk_test_emulator")
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.noBody())
                    .build();
            JsonMapper json = new JsonMapper();
            String[] ids = new String[count];
            for (int i : IntStream.range(0, count).toArray()) {
                String made =
                        http.send(request, HttpResponse.BodyHandlers.ofString()).body();
                ids[i] = json.readTree(made).path("id").asString();
                String _ = stripe.controls().saveCard(ids[i]);
            }
            return List.of(ids);
        }
    }

    /** Of all of them: one for each day that has ended. */
    long owedInvoices() {
        return ids.size() + ids.size() / 2 + ids.size() % 2;
    }

    long invoices() {
        return database.count("select count(*) from invoices");
    }

    /** As we know. */
    long paid() {
        return database.count("select count(*) from collection_attempts where status = 'paid'");
    }

    /** As Stripe knows. */
    long charges() {
        return ids.stream().mapToLong(stripe.controls()::charges).sum();
    }
}
