package io.tollgate.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * A thousand metered subscriptions, and events that are told of them.
 *
 * @param machine the token of a service account that tells usage
 * @param administrator the token of who may look at it
 */
record MeteredAccounts(Settings settings, String machine, String administrator, List<String> subscriptions) {

    static final int BATCH = 100;

    /** Columns of a line that name subscriptions: as many as a template can have beside the token and the name. */
    private static final int SUBSCRIPTIONS = 7;

    private static final String EMAIL = "meter@bench.example";
    private static final String PASSWORD = "a password for the bench";

    static MeteredAccounts on(Product product, Settings settings) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            Api api = new Api(http, product.url());
            api.send("POST", "/register", null, Map.of("email", EMAIL, "username", "meter", "password", PASSWORD));
            product.database()
                    .execute("update users set is_verified = true, is_admin = true where email = '" + EMAIL + "'");
            String administrator = api.send("POST", "/login", null, Map.of("email", EMAIL, "password", PASSWORD))
                    .path("token")
                    .asString();
            sell(api, administrator);
            product.database().execute(settings.source("usage-setup.sql"));
            String machine = api.send(
                            "POST",
                            "/admin/service-accounts",
                            administrator,
                            Map.of("name", "meter", "scopes", List.of("usage:write")))
                    .path("token")
                    .asString();
            String ids = product.database().text("select string_agg(id::text, ' ') from subscriptions");
            return new MeteredAccounts(settings, machine, administrator, List.of(ids.split(" ")));
        }
    }

    private static void sell(Api api, String administrator) throws IOException, InterruptedException {
        JsonNode _ = api.send(
                "POST",
                "/billing/metrics",
                administrator,
                Map.of("code", "bench", "name", "Bench", "aggregation", "sum"));
        String plan = api.send(
                        "POST",
                        "/billing/plans",
                        administrator,
                        Map.of(
                                "name",
                                "Metered",
                                "code",
                                "metered-bench",
                                "price_cents",
                                0,
                                "billing_period",
                                "monthly"))
                .path("id")
                .asString();
        Map<String, Object> charge = Map.of("metric", "bench", "model", "unit", "terms", Map.of("unit", "0.01"));
        JsonNode _ = api.send(
                "PUT", "/billing/plans/" + plan + "/charges", administrator, Map.of("charges", List.of(charge)));
    }

    /** A line for each request, each with a new name: token, name, subscriptions. */
    Path requests(int count) throws IOException {
        Path lines = settings.directory().resolve("usage.tsv");
        String run = UUID.randomUUID().toString().substring(0, 8);
        try (BufferedWriter out = Files.newBufferedWriter(lines)) {
            for (int i = 0; i < count; i++) {
                int from = i * SUBSCRIPTIONS;
                String several = IntStream.range(from, from + SUBSCRIPTIONS)
                        .mapToObj(n -> subscriptions.get(n % subscriptions.size()))
                        .collect(Collectors.joining("\t"));
                out.write("%s\t%s-%08d\t%s\n".formatted(machine, run, i, several));
            }
        }
        return lines;
    }

    /** A line for each subscription: the administrator's token, its id. */
    Path readings() throws IOException {
        return Files.write(
                settings.directory().resolve("usage-me.tsv"),
                subscriptions.stream().map(id -> administrator + "\t" + id).toList());
    }

    /** A request of a hundred events. */
    Path batchTemplate() throws IOException {
        String events = IntStream.range(0, BATCH)
                .mapToObj(i -> """
                        {"transaction_id":"{2}-%02d","subscription_id":"{%d}","metric":"bench","quantity":"1.25"}""".formatted(i, 3 + i % SUBSCRIPTIONS))
                .collect(Collectors.joining(","));
        String head = settings.source("usage.http").replace("/billing/usage", "/billing/usage/batch");
        return Files.writeString(
                settings.directory().resolve("usage-batch.http"),
                head.substring(0, head.indexOf("\n\n") + 2) + "{\"events\":[" + events + "]}\n");
    }

    private record Api(HttpClient http, String url) {

        JsonNode send(String method, String path, String token, Map<String, ?> body)
                throws IOException, InterruptedException {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                    .header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(Json.text(body)));
            if (token != null) {
                request.header("Authorization", "Bearer " + token);
            }
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new IllegalStateException(path + " answered " + response.statusCode() + ": " + response.body());
            }
            return Json.MAPPER.readTree(response.body());
        }
    }
}
