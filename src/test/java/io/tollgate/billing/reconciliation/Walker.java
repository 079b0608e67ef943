package io.tollgate.billing.reconciliation;

import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.Buyers;
import io.tollgate.stripeemulator.Controls;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One user on a random walk: what they have done, and what they hold in their hands. */
final class Walker {

    private static final JsonMapper JSON = new JsonMapper();

    final Random random;
    final List<String> sessions = new ArrayList<>();
    final List<String> disputes = new ArrayList<>();
    final List<String> road = new ArrayList<>();
    private final WebTestClient http;
    private final TestUsers users;
    private final Buyers buyers;
    private TestUser user;
    private String customer = "";
    private String subscription = "";

    Walker(long seed, WebTestClient http, TestUsers users, Buyers buyers) {
        this.random = new Random(seed);
        this.http = http;
        this.users = users;
        this.buyers = buyers;
        this.user = users.signUp();
    }

    /** After the clock has moved: tokens grow old with it. */
    void logInAgain() {
        user = users.again(user);
    }

    TestUser user() {
        return user;
    }

    /** One of the deeds that are possible now, by their weights. */
    void step(List<Deed> deeds) {
        look();
        List<Deed> possible =
                deeds.stream().filter(deed -> deed.possible().test(this)).toList();
        int place = random.nextInt(possible.stream().mapToInt(Deed::weight).sum());
        for (Deed deed : possible) {
            place -= deed.weight();
            if (place < 0) {
                deed.done().accept(this);
                return;
            }
        }
    }

    /** Before each step, so that the table of deeds need not ask for each of its lines. */
    void look() {
        customer = findCustomer();
        subscription = findSubscription();
    }

    /** Empty before the first page. */
    String customer() {
        return customer;
    }

    private String findCustomer() {
        List<Map<String, Object>> rows =
                buyers.query("select customer_id from stripe_customers where customer_id is not null and user_id = '%s'"
                        .formatted(user.id()));
        return rows.isEmpty() ? "" : (String) rows.getFirst().get("customer_id");
    }

    /** The subscription at Stripe that was heard of last; empty when none was. */
    String subscription() {
        return subscription;
    }

    private String findSubscription() {
        List<Map<String, Object>> rows = buyers.query("""
                select provider_subscription_id as id from subscriptions
                where user_id = '%s' and provider = 'stripe' order by status = 'canceled', created_at desc limit 1""".formatted(user.id()));
        return rows.isEmpty() ? "" : (String) rows.getFirst().get("id");
    }

    List<Map<String, Object>> payments() {
        return buyers.payments(user);
    }

    List<Map<String, Object>> subscriptions() {
        return buyers.subscriptions(user);
    }

    /** The body of the answer. Whatever a user does when, it is never our fault. */
    JsonNode post(String path, Object body) {
        EntityExchangeResult<byte[]> answer = user.authorized(http)
                .post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectBody()
                .returnResult();
        int status = answer.getStatus().value();
        road.add(path + " " + status);
        if (status >= 500) {
            throw new AssertionError(
                    path + " answered " + status + ": " + new String(answer.getResponseBody()) + " after " + road);
        }
        return answer.getResponseBody() == null ? JSON.createObjectNode() : JSON.readTree(answer.getResponseBody());
    }

    /** Keeps the page that an answer leads to. */
    void keepPage(JsonNode answer) {
        String url = answer.path("checkout_url").asString("");
        if (!url.isEmpty()) {
            sessions.add(Buyers.sessionOf(url));
        }
    }

    <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** What the emulator refuses, such as paying an expired page, a user sees as an error page and no more. */
    void tryAt(Controls stripe, String what, java.util.function.Consumer<Controls> deed) {
        try {
            deed.accept(stripe);
            road.add(what);
        } catch (IllegalStateException refused) {
            road.add(what + " refused");
        }
    }
}
