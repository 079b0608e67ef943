package io.tollgate.fakepaymob;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Takes callbacks to the product, and says what it answered. */
final class Delivery {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    String to(String url, Callback callback) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "?hmac=" + callback.hmac()))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(callback.body()))
                .build();
        try {
            return "answered "
                    + http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return "not delivered: " + e.getClass().getSimpleName();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return "not delivered";
        }
    }
}
