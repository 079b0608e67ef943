package io.tollgate.billing;

import io.tollgate.Awaiting;
import io.tollgate.MutableClock;
import io.tollgate.TestStripe;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Users on their way to a subscription, over HTTP, and what the database has of them. */
public final class Buyers {

    private final WebTestClient http;
    private final TestUsers users;
    private final DatabaseClient db;
    private final JsonMapper json = new JsonMapper();
    private final Set<String> dailyPlans = new HashSet<>();
    private final List<String> renewedDaily = new ArrayList<>();

    public Buyers(WebTestClient http, TestUsers users, DatabaseClient db) {
        this.http = http;
        this.users = users;
        this.db = db;
    }

    /** Sells a plan of this price, known to Stripe. @return its code */
    public String plan(long cents) {
        return plan(cents, 0);
    }

    public String plan(long cents, int trialDays) {
        return plan(cents, trialDays, "monthly");
    }

    /** Renewed every day: what takes a period takes a day. To be ended by {@link #endDailyOnes}. */
    public String dailyPlan(long cents) {
        String code = plan(cents, 0, "daily");
        dailyPlans.add(code);
        return code;
    }

    /** Else they would be renewed on each of the days that later tests pass over, with all the events of that. */
    public void endDailyOnes() {
        renewedDaily.forEach(subscription -> TestStripe.controls().setStatus(subscription, "canceled"));
        renewedDaily.clear();
    }

    public String plan(long cents, int trialDays, String period) {
        String code = "plan-" + UUID.randomUUID();
        users.admin()
                .authorized(http)
                .post()
                .uri("/billing/plans")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of(
                        "name",
                        "Plan " + code.substring(5, 9),
                        "code",
                        code,
                        "price_cents",
                        cents,
                        "billing_period",
                        period,
                        "tier",
                        "PRO",
                        "trial_days",
                        trialDays))
                .exchange()
                .expectStatus()
                .isCreated();
        Awaiting.until("the plan is synced", () -> syncedPlan(code));
        return code;
    }

    private boolean syncedPlan(String code) {
        return query("select synced_revision = revision as synced from plans where code = '" + code + "'")
                .getFirst()
                .get("synced")
                .equals(true);
    }

    public WebTestClient.ResponseSpec subscribe(TestUser user, String planCode) {
        return user.authorized(http)
                .post()
                .uri("/billing/subscriptions/subscribe")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("plan_code", planCode))
                .exchange();
    }

    /** @return the id of the checkout session */
    public String checkout(TestUser user, String planCode) {
        EntityExchangeResult<byte[]> answer = subscribe(user, planCode)
                .expectStatus()
                .isCreated()
                .expectBody()
                .returnResult();
        String url =
                json.readTree(answer.getResponseBody()).path("checkout_url").asString();
        return sessionOf(url);
    }

    public static String sessionOf(String url) {
        return url.replaceAll("[?#].*", "").replaceAll(".*/", "");
    }

    /** A user whose payment has arrived and been worked on. */
    public TestUser subscriber(String planCode) {
        TestUser user = users.signUp();
        String subscription = TestStripe.controls().pay(checkout(user, planCode));
        if (dailyPlans.contains(planCode)) {
            renewedDaily.add(subscription);
        }
        Awaiting.until("the payment is recorded", () -> !payments(user).isEmpty());
        Awaiting.until("the checkout is complete", () -> checkouts(user).equals(List.of("completed")));
        Awaiting.until(
                "the subscription is there",
                () -> !query("select 1 from subscriptions where provider_subscription_id = '" + subscription + "'")
                        .isEmpty());
        awaitEventsAbout(subscription);
        return user;
    }

    /** What comes last may be what links the payment to the subscription. */
    public void awaitEventsAbout(TestUser user) {
        Awaiting.until("a subscription", () -> !subscriptions(user).isEmpty());
        awaitEventsAbout((String) subscriptions(user).getFirst().get("provider_subscription_id"));
    }

    /** A straggler that has read the subscription already would write over what a test does to the row. */
    public void awaitEventsAbout(String subscription) {
        List<String> events = TestStripe.controls().eventsAbout(subscription);
        String worked = "select 1 from stripe_events where status in ('processed', 'ignored') and id in ('%s')"
                .formatted(String.join("', '", events));
        Awaiting.until("all its events are worked on", () -> query(worked).size() == events.size());
    }

    /** A day after the end of the period: Stripe has asked for the money of the next one, and not a second time. */
    public void untilRenewed(TestUser user) {
        String end =
                "select extract(epoch from current_period_end)::bigint as at from subscriptions where user_id = '%s'";
        Instant renewal = Instant.ofEpochSecond(
                (Long) query(end.formatted(user.id())).getFirst().get("at"));
        TestStripe.advance(
                Duration.between(MutableClock.shared().instant(), renewal).plusDays(1));
    }

    public JsonNode get(TestUser user, String path) {
        return json.readTree(user.authorized(http)
                .get()
                .uri(path)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .returnResult()
                .getResponseBody());
    }

    public int status(TestUser user, String path) {
        return user.authorized(http)
                .get()
                .uri(path)
                .exchange()
                .expectBody()
                .returnResult()
                .getStatus()
                .value();
    }

    public List<Map<String, Object>> subscriptions(TestUser user) {
        return query("""
                select s.*, p.code from subscriptions s
                    join plan_versions v on v.id = s.plan_version_id join plans p on p.id = v.plan_id
                where user_id = '%s' order by s.created_at""".formatted(user.id()));
    }

    public List<Map<String, Object>> payments(TestUser user) {
        return query("select * from payments where user_id = '%s' order by created_at".formatted(user.id()));
    }

    /** The statuses of the user's checkout pages, the oldest first. */
    public List<String> checkouts(TestUser user) {
        return query("select status from checkouts where user_id = '%s' order by created_at, id".formatted(user.id()))
                .stream()
                .map(row -> (String) row.get("status"))
                .toList();
    }

    public String customer(TestUser user) {
        return (String) query("select customer_id from stripe_customers where user_id = '%s'".formatted(user.id()))
                .getFirst()
                .get("customer_id");
    }

    public List<Map<String, Object>> query(String sql) {
        return db.sql(sql).fetch().all().collectList().block();
    }
}
