package io.tollgate.stripeemulator;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Price;
import com.stripe.model.checkout.Session;
import com.stripe.param.PriceCreateParams;
import com.stripe.param.checkout.SessionCreateParams;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/** A fresh emulator with a standing clock, and two ways to talk to it: stripe-java and plain HTTP. */
final class EmulatorFixture implements AutoCloseable {
    static final Instant START = Instant.parse("2026-01-31T10:00:00Z");

    final ManualClock clock = new ManualClock(START);
    final StripeEmulator emulator =
            StripeEmulator.start(StripeEmulator.Settings.on(clock).webhookTries(3, Duration.ofMillis(20)));
    final Controls controls = emulator.controls();
    final StripeClient stripe = client(emulator.baseUrl(), "sk_test_emulator");
    private final HttpClient http = HttpClient.newHttpClient();

    static StripeClient client(String base, String key) {
        return StripeClient.builder()
                .setApiKey(key)
                .setApiBase(base)
                .setReadTimeout(10_000)
                .build();
    }

    /** A monthly USD price of a new product. */
    Price price(String product, long amount) throws StripeException {
        return stripe.v1().prices().create(priceOf(product, amount));
    }

    static PriceCreateParams priceOf(String product, long amount) {
        return PriceCreateParams.builder()
                .setCurrency("usd")
                .setUnitAmount(amount)
                .setProductData(
                        PriceCreateParams.ProductData.builder().setName(product).build())
                .setRecurring(PriceCreateParams.Recurring.builder()
                        .setInterval(PriceCreateParams.Recurring.Interval.MONTH)
                        .build())
                .build();
    }

    static SessionCreateParams.Builder checkoutOf(String price) {
        return SessionCreateParams.builder()
                .setMode(SessionCreateParams.Mode.SUBSCRIPTION)
                .setSuccessUrl("https://shop.example.com/done?session={CHECKOUT_SESSION_ID}")
                .setCancelUrl("https://shop.example.com/cancelled")
                .addLineItem(SessionCreateParams.LineItem.builder()
                        .setPrice(price)
                        .setQuantity(1L)
                        .build());
    }

    Session session(String email) throws StripeException {
        var params = checkoutOf(price("Pro", 1900).getId()).setCustomerEmail(email);
        return stripe.v1().checkout().sessions().create(params.build());
    }

    HttpResponse<String> get(String path) {
        return send(request(path).GET());
    }

    HttpResponse<String> post(String path, String form, String... headers) {
        var request = request(path).POST(HttpRequest.BodyPublishers.ofString(form));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    /** Without the API key that {@link #get} and {@link #post} send. */
    HttpRequest.Builder anonymous(String path) {
        return HttpRequest.newBuilder(URI.create(emulator.baseUrl() + path)).timeout(Duration.ofSeconds(10));
    }

    private HttpRequest.Builder request(String path) {
        return anonymous(path).header("Authorization", "Bearer sk_test_emulator");
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    static ObjectNode json(HttpResponse<String> response) {
        return Json.object(response.body());
    }

    static String error(HttpResponse<String> response, String field) {
        return Json.string(json(response).path("error"), field);
    }

    @Override
    public void close() {
        emulator.stop();
        http.close();
    }
}
