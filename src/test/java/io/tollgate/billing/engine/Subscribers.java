package io.tollgate.billing.engine;

import io.tollgate.Awaiting;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Customers whose subscriptions are run here, over HTTP, and what the database has of them. */
final class Subscribers {

    private final WebTestClient http;
    private final TestUsers users;
    private final DatabaseClient db;
    private final JsonMapper json = new JsonMapper();
    private final TestUser admin;
    private @Nullable String producer;

    Subscribers(WebTestClient http, TestUsers users, DatabaseClient db) {
        this.http = http;
        this.users = users;
        this.db = db;
        this.admin = users.admin();
    }

    /** A plan on sale. */
    record Sold(String code, UUID versionId, String metric) {}

    /** Somebody and their subscription. */
    record Customer(TestUser user, UUID subscription) {}

    /** An answer: its status and body. */
    record Answer(int status, JsonNode body) {

        String code() {
            return body.path("code").asString("");
        }
    }

    /** The first 31 January from now on, as time stands in this JVM. */
    static LocalDate january31(Instant now) {
        LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
        LocalDate january = LocalDate.of(today.getYear(), 1, 31);
        return january.isAfter(today.plusDays(1)) ? january : january.plusYears(1);
    }

    /** @param unit in dollars for each of its metric; null for a plan that counts nothing */
    Sold plan(long cents, String period, @Nullable String unit) {
        return plan(cents, period, unit, 0, "cancel");
    }

    Sold plan(long cents, String period, @Nullable String unit, int trialDays, String withoutCard) {
        String code = "engine-" + UUID.randomUUID();
        UUID version = UUID.randomUUID();
        run("""
                with v as (
                    insert into plan_versions (id, plan_id, number, price_cents, currency, billing_period, created_at)
                    values ('%1$s', '%2$s', 1, %3$d, 'USD', '%4$s', now()))
                insert into plans (id, code, name, tier, trial_days, trial_end_without_card, is_active, version, synced_revision,
                                   created_at, updated_at)
                values ('%2$s', '%5$s', 'Plan %6$s', 'PRO', %7$d, '%8$s', true, 1, 1, now(), now())
                """.formatted(
                version, UUID.randomUUID(), cents, period, code, code.substring(7, 11), trialDays, withoutCard));
        String metric = "calls_" + version.toString().replace("-", "");
        if (unit != null) {
            charge(version, metric, unit);
        }
        return new Sold(code, version, metric);
    }

    /** Counts something in the version of a plan that is sold now. */
    Sold metered(String code, String unit) {
        UUID version = (UUID) query("""
                select v.id from plan_versions v join plans p on p.id = v.plan_id and p.version = v.number
                where p.code = '%s'""".formatted(code)).getFirst().get("id");
        String metric = "calls_" + version.toString().replace("-", "");
        charge(version, metric, unit);
        return new Sold(code, version, metric);
    }

    private void charge(UUID version, String metric, String unit) {
        run("""
                with m as (
                    insert into billable_metrics (id, code, name, unit, aggregation, created_at, updated_at)
                    values ('%1$s', '%2$s', 'Calls', 'call', 'sum', now(), now()))
                insert into plan_charges (id, plan_version_id, metric_id, position, name, model, terms)
                values ('%3$s', '%4$s', '%1$s', 0, 'API calls', 'unit', '{"unit": "%5$s"}')
                """.formatted(UUID.randomUUID(), metric, UUID.randomUUID(), version, unit));
    }

    /** Something that several plans may charge for. */
    String metric(String aggregation) {
        String code = aggregation + "_" + UUID.randomUUID().toString().replace("-", "");
        run("""
                insert into billable_metrics (id, code, name, unit, aggregation, created_at, updated_at)
                values ('%s', '%s', 'Metric', 'unit', '%s', now(), now())
                """.formatted(UUID.randomUUID(), code, aggregation));
        return code;
    }

    /** What a plan asks for beside the rest. */
    void charge(Sold plan, String metric, String model, String terms) {
        run("""
                insert into plan_charges (id, plan_version_id, metric_id, position, name, model, terms)
                select '%s', '%s', m.id, (select count(*) from plan_charges where plan_version_id = '%2$s'), 'Usage', '%s', '%s'
                from billable_metrics m where m.code = '%s'
                """.formatted(UUID.randomUUID(), plan.versionId(), model, terms, metric));
    }

    /** With rules of its own, such as {@code downgrade = 'now'}. */
    Sold with(Sold plan, String rules) {
        run("update plans set %s where code = '%s'".formatted(rules, plan.code()));
        return plan;
    }

    /** Asks another price for the plan from now on; who has it keeps theirs. */
    Sold reprice(Sold plan, long cents) {
        UUID version = UUID.randomUUID();
        run("""
                with v as (
                    insert into plan_versions (id, plan_id, number, price_cents, currency, billing_period, interval_count, created_at)
                    select '%1$s', plan_id, number + 1, %2$d, currency, billing_period, interval_count, now()
                    from plan_versions where id = '%3$s')
                update plans set version = version + 1 where code = '%4$s'
                """.formatted(version, cents, plan.versionId(), plan.code()));
        return new Sold(plan.code(), version, plan.metric());
    }

    /** Moves who has an older version to the one that is sold; the migration as it is once it is finished. */
    JsonNode migrate(Sold plan) {
        String path = "/billing/plans/"
                + query("select id from plans where code = '%s'".formatted(plan.code()))
                        .getFirst()
                        .get("id");
        Answer started = admin(path + "/migrate", Map.of());
        if (started.status() != 202) {
            throw new AssertionError(started);
        }
        return Awaiting.value(
                "the end of the migration",
                () -> get(
                                admin,
                                path + "/migrations/"
                                        + started.body().path("id").asString())
                        .body(),
                migration -> migration.path("status").asString("").equals("finished"));
    }

    /** Somebody who may take a year to pay: what becomes of those who do not is for collection to test. */
    TestUser user(String zone) {
        TestUser user = users.signUp();
        run(
                "insert into billing_accounts (user_id, payment_terms_days, created_at, updated_at) values ('%s', 365, now(), now())"
                        .formatted(user.id()));
        run("insert into billing_profiles (user_id, time_zone, updated_at) values ('%s', '%s', now())"
                .formatted(user.id(), zone));
        return user;
    }

    Customer start(TestUser user, Sold plan) {
        Answer answer = tryStart(user, plan, "manual");
        if (answer.status() != 201) {
            throw new AssertionError(answer);
        }
        return new Customer(user, UUID.fromString(answer.body().path("id").asString()));
    }

    Answer tryStart(TestUser user, Sold plan, String provider) {
        return send(
                admin,
                HttpMethod.POST,
                "/admin/users/" + user.id() + "/subscriptions",
                Map.of("plan_code", plan.code(), "provider", provider));
    }

    void travel(TestUser user, Instant to) {
        Answer answer = tryTravel(user, to);
        if (answer.status() != 200) {
            throw new AssertionError(answer);
        }
    }

    Answer tryTravel(TestUser user, Instant to) {
        return send(admin, HttpMethod.POST, "/admin/test-clocks/" + user.id(), Map.of("now", to.toString()));
    }

    Answer admin(String path, Map<String, ?> body) {
        return send(admin, HttpMethod.POST, path, body);
    }

    Answer adminGet(String path) {
        return get(admin, path);
    }

    Answer change(Customer customer, Sold plan) {
        return send(
                customer.user(), HttpMethod.POST, "/billing/subscriptions/change", Map.of("plan_code", plan.code()));
    }

    Answer act(Customer customer, String what) {
        return send(customer.user(), HttpMethod.POST, "/billing/subscriptions/" + what, null);
    }

    Answer get(TestUser user, String path) {
        return send(user, HttpMethod.GET, path, null);
    }

    Answer send(TestUser who, HttpMethod method, String path, @Nullable Map<String, ?> body) {
        WebTestClient.RequestBodySpec request =
                who.authorized(http).method(method).uri(path);
        return answer(
                body == null
                        ? request
                        : request.contentType(MediaType.APPLICATION_JSON).bodyValue(body));
    }

    private Answer answer(WebTestClient.RequestHeadersSpec<?> request) {
        EntityExchangeResult<byte[]> result = request.exchange().expectBody().returnResult();
        byte[] bytes = result.getResponseBody();
        return new Answer(result.getStatus().value(), bytes == null ? json.createObjectNode() : json.readTree(bytes));
    }

    /** Tells what was used; all of it is accepted. */
    void use(Customer customer, Sold plan, Instant at, long quantity) {
        use(List.of(event(customer, plan, at, quantity)));
    }

    static Map<String, Object> event(Customer customer, Sold plan, Instant at, long quantity) {
        return Map.of(
                "transaction_id", UUID.randomUUID().toString(),
                "subscription_id", customer.subscription().toString(),
                "metric", plan.metric(),
                "quantity", quantity,
                "timestamp", at.toString());
    }

    /** @return how many were accepted */
    int tell(List<Map<String, Object>> events) {
        Answer answer = answer(http.post()
                .uri("/billing/usage/batch")
                .header(HttpHeaders.AUTHORIZATION, "Bearer " + producer())
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("events", events)));
        if (answer.status() != 200) {
            throw new AssertionError(answer);
        }
        return (int) answer.body()
                .path("results")
                .valueStream()
                .filter(result -> result.path("status").asString("").equals("accepted"))
                .count();
    }

    private void use(List<Map<String, Object>> events) {
        if (tell(events) != events.size()) {
            throw new AssertionError("Not all was accepted");
        }
    }

    /** The token of a machine that tells usage. */
    String producer() {
        if (producer == null) {
            Answer made = admin(
                    "/admin/service-accounts",
                    Map.of("name", "meter " + UUID.randomUUID(), "scopes", List.of("usage:write")));
            producer = made.body().path("token").asString();
        }
        return producer;
    }

    /** The invoices of a subscription, the first first. */
    List<Map<String, Object>> invoices(Customer customer) {
        return query("select * from invoices where subscription_id = '%s' order by sequence"
                .formatted(customer.subscription()));
    }

    List<Map<String, Object>> lines(Map<String, Object> invoice) {
        return query(
                "select * from invoice_lines where invoice_id = '%s' order by position".formatted(invoice.get("id")));
    }

    Map<String, Object> row(Customer customer) {
        return query("""
                select s.*, e.next_run_at, e.parked_reason from subscriptions s
                    join engine_subscriptions e on e.subscription_id = s.id where s.id = '%s'
                """.formatted(customer.subscription())).getFirst();
    }

    /** As if it had begun so much earlier and nobody had run anything since. */
    void longAgo(Customer customer, String interval) {
        run("""
                update subscriptions set started_at = started_at - interval '%2$s',
                    current_period_start = current_period_start - interval '%2$s',
                    current_period_end = current_period_end - interval '%2$s' where id = '%1$s'
                """.formatted(customer.subscription(), interval));
        run("""
                update engine_subscriptions set anchor = anchor - interval '%2$s',
                    segment_start = segment_start - interval '%2$s', next_run_at = next_run_at - interval '%2$s'
                where subscription_id = '%1$s'
                """.formatted(customer.subscription(), interval));
    }

    /** To where the hours before and the minutes after are of the same day: time that is not used is counted in days. */
    static void leaveMidnight(MutableClock clock) {
        Instant now = clock.instant();
        Duration sinceMidnight = Duration.between(now.truncatedTo(ChronoUnit.DAYS), now);
        if (sinceMidnight.compareTo(Duration.ofHours(2)) < 0 || sinceMidnight.compareTo(Duration.ofHours(23)) > 0) {
            clock.advance(Duration.ofHours(3));
        }
    }

    static Instant time(Object column) {
        return ((OffsetDateTime) column).toInstant();
    }

    static Instant noon(LocalDate day) {
        return LocalDateTime.of(day, LocalTime.NOON).toInstant(ZoneOffset.UTC);
    }

    void run(String sql) {
        db.sql(sql).then().block();
    }

    List<Map<String, Object>> query(String sql) {
        return db.sql(sql).fetch().all().collectList().block();
    }
}
