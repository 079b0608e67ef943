package io.tollgate;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An example of metered plans for whoever tries the product on their machine: one metric, and three plans that charge for it
 * alike. Made over the API, as an administrator would; what is there already stays.
 */
record LocalCatalogue(String url, HttpClient http, JsonMapper json) {

    private static final String METRIC = "units";
    private static final int CREATED = 201;

    private static final Map<String, Integer> PLANS = Map.of("basic", 9_900, "pro-usage", 19_900, "enterprise", 49_900);

    /** @return what to tell the developer */
    static String offer(String url, String email, String password) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return new LocalCatalogue(url, http, new JsonMapper()).offer(email, password);
        } catch (IOException | InterruptedException e) {
            return "not made: " + e.getMessage();
        }
    }

    private String offer(String email, String password) throws IOException, InterruptedException {
        String token = send("POST", "/login", null, Map.of("email", email, "password", password))
                .body()
                .path("token")
                .asString("");
        if (token.isEmpty()) {
            return "not made: the administrator has another password";
        }
        send(
                "POST",
                "/billing/metrics",
                token,
                Map.of("code", METRIC, "name", "Units", "unit", "unit", "aggregation", "sum"));
        for (Map.Entry<String, Integer> plan : PLANS.entrySet()) {
            sell(token, plan.getKey(), plan.getValue());
        }
        return "basic, pro-usage and enterprise, metered by " + METRIC;
    }

    /** The first 100,000 units are free; then each thousand that is begun costs 0.20. */
    private void sell(String token, String code, int cents) throws IOException, InterruptedException {
        Answer plan = send(
                "POST",
                "/billing/plans",
                token,
                Map.of(
                        "code",
                        code,
                        "name",
                        code.substring(0, 1).toUpperCase(Locale.ROOT) + code.substring(1),
                        "price_cents",
                        cents,
                        "billing_period",
                        "monthly",
                        "tier",
                        "PRO"));
        if (plan.status() == CREATED) {
            Map<String, Object> terms = Map.of("price", "0.20", "size", 1_000, "free", 100_000);
            Map<String, Object> charge = Map.of("metric", METRIC, "model", "package", "terms", terms);
            send(
                    "PUT",
                    "/billing/plans/" + plan.body().path("id").asString() + "/charges",
                    token,
                    Map.of("charges", List.of(charge)));
        }
    }

    private record Answer(int status, JsonNode body) {}

    private Answer send(String method, String path, @Nullable String token, Map<String, ?> body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body)));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(answer.statusCode(), json.readTree(answer.body()));
    }
}
