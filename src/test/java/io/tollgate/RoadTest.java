package io.tollgate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.auth.AuthCalls;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;

/** A newcomer's whole way in and out, each step over HTTP as {@code src/ops/demo.sh} takes it. */
@IntegrationTest
class RoadTest {

    private static final String PASSWORD = "a horse that walks the whole road";

    @Autowired
    private WebTestClient http;

    @Autowired
    private DatabaseClient db;

    @LocalServerPort
    private int port;

    private final StripeByHttp stripe = StripeByHttp.ofTests();
    private final String name =
            "u" + UUID.randomUUID().toString().replace("-", "").substring(0, 20);
    private final String email = name + "@example.com";
    private final Mailbox mailbox = Mailbox.of(email);

    @Test
    void leadsFromRegistrationToAPaidSubscriptionThatNothingDoublesAndOutAgain() {
        AuthCalls newcomer = new AuthCalls(http);
        JsonNode user = newcomer.post("/register", Map.of("email", email, "username", name, "password", PASSWORD), 201);
        assertThat(user.get("email").asString()).isEqualTo(email);
        proveTheMailbox(newcomer);

        JsonNode tokens = newcomer.post("/login", Map.of("email", email, "password", PASSWORD), 200);
        String access = tokens.get("token").asString();
        assertThat(status("/billing/subscriptions/me", access)).isEqualTo(404);
        assertThat(get("/billing/payments/me", access).isEmpty()).isTrue();

        stripe.pay(checkout(newcomer.with(access)), email, "19.00 USD");
        awaitWhatWasBought(access);
        List<String> events = stripe.eventsOf(get("/billing/subscriptions/me", access));
        String webhook = "http://localhost:" + port + "/billing/stripe/webhook";
        stripe.awaitDelivered(events, webhook);
        awaitWorked(events);
        List<Object> before = traces(access, events);
        stripe.resend(events, webhook);
        awaitWorked(events);
        assertThat(traces(access, events)).isEqualTo(before);

        JsonNode next = newcomer.post("/refresh-token", refreshOf(tokens), 200);
        String last = next.get("token").asString();
        assertThat(get("/billing/subscriptions/me", last).get("status").asString())
                .isEqualTo("active");
        logOut(next);
        assertThat(status("/me", last)).isEqualTo(401);
        assertThat(status("/me", access)).isEqualTo(401);
        assertThat(newcomer.send("/refresh-token", refreshOf(next)).getStatus().value())
                .isEqualTo(401);
    }

    /** The page behind the link changes nothing: mail scanners open it too. */
    private void proveTheMailbox(AuthCalls newcomer) {
        String link = mailbox.awaitOne().link();
        BrowserPage _ = BrowserPage.open(http, link);
        String token = URI.create(link).getQuery().replaceFirst("^token=", "");
        JsonNode answer = newcomer.post("/verify", Map.of("token", token), 202);
        assertThat(answer.get("message").asString()).isEqualTo("Email is Verified");
    }

    /** @return the address of Stripe's page */
    private String checkout(AuthCalls buyer) {
        JsonNode pro = http.get()
                .uri("/billing/plans")
                .exchange()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody()
                .valueStream()
                .filter(plan -> plan.get("code").asString().equals("pro"))
                .findFirst()
                .orElseThrow();
        assertThat(pro.get("price_cents").asLong()).isEqualTo(1900);
        EntityExchangeResult<JsonNode> page = Awaiting.value(
                "the plan's arrival at Stripe",
                () -> buyer.send("/billing/subscriptions/subscribe", Map.of("plan_code", "pro")),
                answer -> answer.getStatus().value() != 503);
        assertThat(page.getStatus().value()).isEqualTo(201);
        return page.getResponseBody().get("checkout_url").asString();
    }

    private void awaitWhatWasBought(String access) {
        Awaiting.until("a subscription", () -> status("/billing/subscriptions/me", access) == 200);
        JsonNode subscription = get("/billing/subscriptions/me", access);
        assertThat(subscription.get("status").asString()).isEqualTo("active");
        assertThat(subscription.at("/plan/code").asString()).isEqualTo("pro");
        JsonNode payments =
                Awaiting.value("a payment", () -> get("/billing/payments/me", access), paid -> !paid.isEmpty());
        assertThat(payments).hasSize(1);
        assertThat(payments.at("/0/status").asString()).isEqualTo("succeeded");
        assertThat(payments.at("/0/amount_cents").asLong()).isEqualTo(1900);
        var _ = mailbox.await("Subscription Confirmation");
    }

    private void awaitWorked(List<String> events) {
        Awaiting.until("each is worked on", () -> nothingIsPromised(events));
    }

    /** A job is promised together with what causes it: when none waits that names them, none is to come. */
    private boolean nothingIsPromised(List<String> events) {
        String[] names = Stream.concat(events.stream(), Stream.of(email))
                .map("%%%s%%"::formatted)
                .toArray(String[]::new);
        return db.sql("select not exists (select from outbox where payload::text like any(:names))")
                .bind("names", names)
                .mapValue(Boolean.class)
                .one()
                .block();
    }

    private List<Object> traces(String access, List<String> events) {
        return List.of(
                get("/billing/subscriptions/me", access),
                get("/billing/payments/me", access),
                mailbox.all().stream().map(Mailbox.Received::subject).toList(),
                rows("subscriptions"),
                rows("payments"),
                rows("checkouts"),
                db.sql("select count(*) from stripe_events where id = any(:ids)")
                        .bind("ids", events.toArray(String[]::new))
                        .mapValue(Long.class)
                        .one()
                        .block());
    }

    private long rows(String table) {
        return db.sql("select count(*) from %s where user_id = (select id from users where email = :email)"
                        .formatted(table))
                .bind("email", email)
                .mapValue(Long.class)
                .one()
                .block();
    }

    private void logOut(JsonNode tokens) {
        http.post()
                .uri("/logout")
                .headers(headers -> headers.setBearerAuth(tokens.get("token").asString()))
                .bodyValue(refreshOf(tokens))
                .exchange()
                .expectStatus()
                .isNoContent();
    }

    private static Map<String, String> refreshOf(JsonNode tokens) {
        return Map.of("refresh_token", tokens.get("refresh_token").asString());
    }

    private JsonNode get(String path, String token) {
        return json(ask(path, token));
    }

    private int status(String path, String token) {
        return ask(path, token).expectBody().returnResult().getStatus().value();
    }

    private ResponseSpec ask(String path, String token) {
        return http.get()
                .uri(path)
                .headers(headers -> headers.setBearerAuth(token))
                .exchange();
    }

    private static JsonNode json(ResponseSpec answer) {
        return answer.expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
    }
}
