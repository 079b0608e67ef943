package io.tollgate.billing.subscription;

import io.tollgate.Awaiting;
import io.tollgate.OwnThreads;
import io.tollgate.TestMails;
import io.tollgate.TestStripe;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.Buyers;
import io.tollgate.stripeemulator.ReceivedRequest;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What users do to their subscription, over HTTP, and what our database and Stripe's request log have of it. */
final class Lifecycle {

    private static final String BASE = "/billing/subscriptions/";

    private final WebTestClient http;
    private final TestUsers users;
    private final Buyers buyers;
    private final JsonMapper json = new JsonMapper();

    Lifecycle(WebTestClient http, TestUsers users, Buyers buyers) {
        this.http = http;
        this.users = users;
        this.buyers = buyers;
    }

    ResponseSpec post(TestUser user, String what) {
        return send(user, HttpMethod.POST, BASE + what, null);
    }

    ResponseSpec post(TestUser user, String what, String plan) {
        return send(user, HttpMethod.POST, BASE + what, Map.of("plan_code", plan));
    }

    /** With a fresh token: tests move the clock. */
    ResponseSpec send(TestUser user, HttpMethod method, String path, Object body) {
        var request = users.again(user).authorized(http).method(method).uri(path);
        return body == null
                ? request.exchange()
                : request.contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(body)
                        .exchange();
    }

    JsonNode ok(ResponseSpec answer) {
        return json.readTree(
                answer.expectStatus().isOk().expectBody().returnResult().getResponseBody());
    }

    JsonNode mine(TestUser user) {
        return ok(send(user, HttpMethod.GET, BASE + "me", null));
    }

    static int status(ResponseSpec answer) {
        return answer.expectBody().returnResult().getStatus().value();
    }

    static void refused(ResponseSpec answer, int status, String code, String detail) {
        answer.expectStatus()
                .isEqualTo(status)
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo(code)
                .jsonPath("$.detail")
                .isEqualTo(detail);
    }

    static void refused(ResponseSpec answer, int status, String code) {
        answer.expectStatus().isEqualTo(status).expectBody().jsonPath("$.code").isEqualTo(code);
    }

    /** The newest row that is no duplicate. */
    Map<String, Object> row(TestUser user) {
        return buyers.subscriptions(user).getLast();
    }

    String stripeId(TestUser user) {
        return (String) row(user).get("provider_subscription_id");
    }

    void await(String what, TestUser user, String column, Object value) {
        Awaiting.until(what, () -> value.equals(row(user).get(column)));
    }

    List<Map<String, Object>> operations(TestUser user) {
        return buyers.query("""
                select o.* from subscription_operations o join subscriptions s on s.id = o.subscription_id
                where s.user_id = '%s' order by o.created_at""".formatted(user.id()));
    }

    /** What Stripe was asked to do to the user's present subscription, apart from reading it. */
    List<ReceivedRequest> asked(TestUser user) {
        return asked(stripeId(user));
    }

    static List<ReceivedRequest> asked(String subscription) {
        return TestStripe.controls().requests().stream()
                .filter(request -> request.path().equals("/v1/subscriptions/" + subscription))
                .filter(request -> !request.method().equals("GET"))
                .toList();
    }

    static List<String> mails(TestUser user) {
        return TestMails.subjects(user.user().email());
    }

    /** The statuses of that many calls at once. */
    static List<Integer> parallel(int times, Supplier<ResponseSpec> call) {
        return Flux.range(0, times)
                .flatMap(_ -> Mono.fromCallable(() -> status(call.get())).subscribeOn(OwnThreads.SCHEDULER), times)
                .collectList()
                .block();
    }
}
