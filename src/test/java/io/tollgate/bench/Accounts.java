package io.tollgate.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** Users of the product, registered over its API; only the walk to the mailbox is left out. */
final class Accounts {

    static final int COUNT = 100;

    private static final String PASSWORD = "a password for the bench";

    private final List<String> emails;

    private Accounts(List<String> emails) {
        this.emails = emails;
    }

    static Accounts register(Product product) throws Exception {
        Progress.say("registering %d users", COUNT);
        List<String> emails = IntStream.range(0, COUNT)
                .mapToObj("bench-%d@bench.example"::formatted)
                .toList();
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (String email : emails) {
                JsonNode _ = post(
                        http,
                        product.url() + "/register",
                        Map.of("email", email, "username", email.replaceAll("@.*", ""), "password", PASSWORD));
            }
        }
        product.database().execute("update users set is_verified = true where email like 'bench-%@bench.example'");
        return new Accounts(emails);
    }

    /** A line per user for the login template: e-mail, password. */
    Path logins(Path file) throws IOException {
        return Files.write(
                file, emails.stream().map(email -> email + "\t" + PASSWORD).toList());
    }

    /** A line per fresh login: access token. */
    Path accessTokens(Product product, Path file) throws Exception {
        return tokens(product, file, "token");
    }

    /** A line per fresh login: refresh token, each of another family. */
    Path refreshTokens(Product product, Path file) throws Exception {
        return tokens(product, file, "refresh_token");
    }

    private Path tokens(Product product, Path file, String field) throws Exception {
        List<String> found = new ArrayList<>();
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (String email : emails) {
                JsonNode answer = post(http, product.url() + "/login", Map.of("email", email, "password", PASSWORD));
                found.add(answer.path(field).asString());
            }
        }
        return Files.write(file, found);
    }

    private static JsonNode post(HttpClient http, String url, Map<String, String> body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.text(body)))
                .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IllegalStateException(url + " answered " + response.statusCode() + ": " + response.body());
        }
        return Json.MAPPER.readTree(response.body());
    }
}
