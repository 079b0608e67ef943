package io.tollgate;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An example of metered plans for whoever tries the product on their machine: one metric, and three plans that charge for it
 * alike, those of the original usage billing system with their codes, prices and trials; only its {@code pro} has another code,
 * since the product begins with a plan of that one. Made over the API, as an administrator would; what is there already stays.
 */
record LocalCatalogue(String url, HttpClient http, JsonMapper json) {

    private static final String METRIC = "units";
    private static final int OK = 200;
    private static final int CREATED = 201;

    private static final List<Metered> PLANS = List.of(
            new Metered("basic", "Basic", 9_900, 14),
            new Metered("pro-usage", "Pro", 19_900, 14),
            new Metered("ent", "Enterprise", 49_900, 0));

    private record Metered(String code, String name, int cents, int trialDays) {}

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
        for (Metered plan : PLANS) {
            sell(token, plan);
        }
        return "basic, pro-usage and ent, metered by " + METRIC;
    }

    /** The first 100,000 units are free; then each thousand that is begun costs 0.20. */
    private void sell(String token, Metered metered) throws IOException, InterruptedException {
        Answer plan = send(
                "POST",
                "/billing/plans",
                token,
                Map.of(
                        "code",
                        metered.code(),
                        "name",
                        metered.name(),
                        "price_cents",
                        metered.cents(),
                        "trial_days",
                        metered.trialDays(),
                        "billing_period",
                        "monthly",
                        "tier",
                        "PRO"));
        if (plan.status() == CREATED) {
            Map<String, Object> terms = Map.of("price", "0.20", "size", 1_000, "free", 100_000);
            Map<String, Object> charge = Map.of("metric", METRIC, "model", "package", "terms", terms);
            Answer charged = send(
                    "PUT",
                    "/billing/plans/" + plan.body().path("id").asString() + "/charges",
                    token,
                    Map.of("charges", List.of(charge)));
            if (charged.status() != OK) {
                throw new IllegalStateException(
                        "Nothing can be charged for %s: %s".formatted(metered.code(), charged.body()));
            }
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
