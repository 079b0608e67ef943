package io.tollgate;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.BodyInserters;
import tools.jackson.databind.JsonNode;

/** The emulator as those have it who are not in this JVM: a payer's browser, and whoever orders its webhooks about. */
record StripeByHttp(WebTestClient http) {

    /** As a browser reads it: what this button posts. */
    private static final Pattern PAY =
            Pattern.compile("<button name=\"([^\"]+)\" value=\"([^\"]+)\"[^>]*>Pay</button>");

    static StripeByHttp ofTests() {
        return new StripeByHttp(WebTestClient.bindToServer()
                .baseUrl(TestStripe.baseUrl())
                .responseTimeout(Duration.ofSeconds(20))
                // Its list of deliveries is long after many tests.
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(64 * 1024 * 1024))
                .build());
    }

    /**
     * Opens the page, reads it and presses its button.
     *
     * @param shown what a payer wants to see there
     */
    void pay(String page, String... shown) {
        String html = http.get()
                .uri(URI.create(page))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
        assertThat(html).contains("<form method=\"post\">").contains(shown);
        Matcher button = PAY.matcher(html);
        assertThat(button.find()).as("a button to pay: %s", html).isTrue();
        http.post()
                .uri(URI.create(page))
                .body(BodyInserters.fromFormData(button.group(1), button.group(2)))
                .exchange()
                .expectStatus()
                .isSeeOther()
                .expectHeader()
                .valueMatches("Location", "http://tollgate\\.test/billing/success\\?session_id=cs_.*");
    }

    /**
     * The ids of all that Stripe has told about the buyer.
     *
     * @param subscription as its owner sees it
     */
    List<String> eventsOf(JsonNode subscription) {
        String id = subscription.get("provider_subscription_id").asString();
        String customer = get("/v1/subscriptions/" + id).get("customer").asString();
        List<JsonNode> events = get("/v1/events?limit=100")
                .get("data")
                .valueStream()
                .filter(event -> event.at("/data/object").toString().contains(customer))
                .toList();
        assertThat(events)
                .extracting(event -> event.get("type").asString())
                .contains("checkout.session.completed", "customer.subscription.created", "invoice.paid");
        return events.stream().map(event -> event.get("id").asString()).toList();
    }

    void awaitDelivered(List<String> events, String webhook) {
        Awaiting.until("each is delivered", () -> accepted(webhook).keySet().containsAll(events));
    }

    /** Returns when each has been delivered, and taken, once more. */
    void resend(List<String> events, String webhook) {
        Map<String, Long> before = accepted(webhook);
        for (String event : events) {
            http.post()
                    .uri("/_emulator/webhooks/resend")
                    .bodyValue(Map.of("event", event))
                    .exchange()
                    .expectStatus()
                    .isOk();
        }
        Awaiting.until("each is delivered once more", () -> {
            Map<String, Long> now = accepted(webhook);
            return events.stream().allMatch(event -> now.get(event) > before.get(event));
        });
    }

    /** How often each event was taken there. */
    private Map<String, Long> accepted(String webhook) {
        return get("/_emulator/deliveries")
                .get("data")
                .valueStream()
                .filter(attempt -> attempt.get("url").asString().equals(webhook))
                .filter(attempt -> attempt.path("status").asInt(0) == 200)
                .collect(Collectors.groupingBy(attempt -> attempt.get("event").asString(), Collectors.counting()));
    }

    private JsonNode get(String path) {
        return http.get()
                .uri(path)
                .headers(headers -> headers.setBearerAuth(TestStripe.SECRET_KEY))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
    }
}
