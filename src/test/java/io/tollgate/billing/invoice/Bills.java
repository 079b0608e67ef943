package io.tollgate.billing.invoice;

import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.Buyers;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Customers with a subscription that the engine runs, drafts for them, and what administrators do to their invoices over HTTP. */
final class Bills {

    static final Instant JANUARY = Instant.parse("2027-01-01T00:00:00Z");
    private static final Duration MONTH = Duration.ofDays(30);

    private final WebTestClient http;
    private final TestUsers users;
    private final DatabaseClient db;
    private final Buyers buyers;
    private final JsonMapper json = new JsonMapper();
    private final TestUser admin;

    Bills(WebTestClient http, TestUsers users, DatabaseClient db) {
        this.http = http;
        this.users = users;
        this.db = db;
        this.buyers = new Buyers(http, users, db);
        this.admin = users.admin();
    }

    /** An answer: its status and body. */
    record Answer(int status, JsonNode body) {

        String text(String field) {
            return body.path(field).asString("");
        }

        long number(String field) {
            return body.path(field).asLong();
        }
    }

    /** Somebody who is billed. */
    record Customer(TestUser user, UUID subscription) {

        UUID id() {
            return user.id();
        }
    }

    Customer customer() {
        TestUser user = users.signUp();
        UUID subscription = UUID.randomUUID();
        db.sql("""
                        insert into subscriptions (id, user_id, plan_version_id, provider, status, started_at, created_at, updated_at)
                        values (:id, :userId, (select v.id from plan_versions v join plans p on p.id = v.plan_id
                                               where p.code = 'free' limit 1), 'manual', 'active', :now, :now, :now)
                        """)
                .bind("id", subscription)
                .bind("userId", user.id())
                .bind("now", JANUARY)
                .then()
                .block();
        return new Customer(user, subscription);
    }

    static InvoiceDraft draft(Customer customer, int month, long... amounts) {
        return draft(
                customer,
                "stripe",
                month,
                Arrays.stream(amounts).mapToObj(Bills::base).toList());
    }

    static InvoiceDraft draft(Customer customer, String provider, int month, List<DraftFee> fees) {
        Instant start = JANUARY.plus(MONTH.multipliedBy(month));
        return new InvoiceDraft(
                customer.subscription(),
                customer.id(),
                provider,
                InvoiceKind.PERIOD,
                start,
                start.plus(MONTH),
                "USD",
                fees,
                7,
                start);
    }

    static DraftFee base(long amount) {
        return DraftFee.flat("base", "Pro", "pro", JANUARY, JANUARY.plus(MONTH), amount);
    }

    TestUser admin() {
        return admin;
    }

    Answer post(String path, String body) {
        return send(admin, "POST", path, body);
    }

    Answer send(TestUser who, String method, String path, String body) {
        WebTestClient.RequestBodySpec request = who.authorized(http)
                .method(HttpMethod.valueOf(method))
                .uri(path.replace("%00", "{zero}"), Map.of("zero", "\0"));
        EntityExchangeResult<byte[]> result = (body.isEmpty()
                        ? request
                        : request.contentType(MediaType.APPLICATION_JSON).bodyValue(body))
                .exchange()
                .expectBody()
                .returnResult();
        byte[] bytes = result.getResponseBody();
        return new Answer(result.getStatus().value(), bytes == null ? json.createObjectNode() : json.readTree(bytes));
    }

    Answer get(TestUser who, String path) {
        return send(who, "GET", path, "");
    }

    /** A rate that is added to all the customer's lines. */
    void tax(Customer customer, String percent) {
        String code = "vat-" + UUID.randomUUID();
        ok(post("/admin/tax-rates", "{\"code\": \"%s\", \"name\": \"VAT\", \"percent\": %s}".formatted(code, percent)));
        ok(send(
                admin,
                "PUT",
                "/admin/billing-accounts/%s/tax-rates".formatted(customer.id()),
                "{\"codes\": [\"" + code + "\"]}"));
    }

    /** @param fields of a coupon but its code and name */
    String coupon(String fields) {
        String code = "C" + UUID.randomUUID().toString().replace("-", "").toUpperCase(Locale.ROOT);
        ok(post("/admin/coupons", "{\"code\": \"%s\", \"name\": \"Discount\", %s}".formatted(code, fields)));
        return code;
    }

    Answer apply(Customer customer, String code) {
        return post("/admin/billing-accounts/%s/coupons".formatted(customer.id()), "{\"code\": \"" + code + "\"}");
    }

    void give(Customer customer, String fund, long amount) {
        ok(post(
                "/admin/billing-accounts/%s/adjustments".formatted(customer.id()),
                "{\"fund\": \"%s\", \"amount\": %d, \"currency\": \"USD\", \"reason\": \"goodwill\"}"
                        .formatted(fund, amount)));
    }

    /** @param fields of a credit note but its reason */
    Answer credit(Invoice invoice, String fields) {
        return post(
                "/admin/invoices/%s/credit-notes".formatted(invoice.id()),
                "{\"reason\": \"goodwill\", " + fields + "}");
    }

    static void ok(Answer answer) {
        if (answer.status() >= 300) {
            throw new AssertionError(answer);
        }
    }

    /** The code of something that can be counted. */
    String metric() {
        String code = "calls_" + UUID.randomUUID().toString().replace("-", "");
        query("""
                insert into billable_metrics (id, code, name, unit, aggregation, created_at, updated_at)
                values ('%s', '%s', 'Calls', 'call', 'sum', now(), now()) returning code
                """.formatted(UUID.randomUUID(), code));
        return code;
    }

    List<Map<String, Object>> query(String sql) {
        return buyers.query(sql);
    }

    /** What the books say is wrong: of everybody. */
    List<Map<String, Object>> faults() {
        return query("select * from ledger_faults");
    }

    long balance(Customer customer, String fund) {
        return (Long) query("select %s from billing_accounts where user_id = '%s'".formatted(fund, customer.id()))
                .getFirst()
                .get(fund);
    }
}
