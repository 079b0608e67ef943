package io.tollgate.stripeemulator;

import static io.tollgate.stripeemulator.EmulatorFixture.error;
import static io.tollgate.stripeemulator.EmulatorFixture.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Keys, versions, parameters and idempotency, byte by byte. */
final class RequestRulesTest {
    private final EmulatorFixture fixture = new EmulatorFixture();

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void wantsTheKeyAsBearerOrBasic() {
        var basic = Base64.getEncoder().encodeToString("sk_test_emulator:".getBytes(UTF_8));
        assertThat(fixture.send(fixture.anonymous("/v1/customers")).statusCode())
                .isEqualTo(401);
        assertThat(fixture.send(fixture.anonymous("/v1/customers").header("Authorization", "Basic " + basic))
                        .statusCode())
                .isEqualTo(200);
        var wrong = fixture.send(fixture.anonymous("/v1/customers").header("Authorization", "Bearer sk_test_x"));
        assertThat(error(wrong, "type")).isEqualTo("invalid_request_error");
    }

    @Test
    void echoesTheVersionAndRefusesAnUnknownOne() {
        var known = fixture.post("/v1/customers", "", "Stripe-Version", "2026-07-29.dahlia");
        assertThat(known.headers().firstValue("stripe-version")).hasValue("2026-07-29.dahlia");
        assertThat(known.headers().firstValue("request-id").orElse("")).startsWith("req_");
        assertThat(fixture.post("/v1/customers", "", "Stripe-Version", "2020-01-01")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void namesAnUnknownNestedParameter() {
        var refused = fixture.post(
                "/v1/prices", "currency=usd&unit_amount=1&product_data[name]=P&recurring[intervall]=month");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(error(refused, "code")).isEqualTo("parameter_unknown");
        assertThat(error(refused, "param")).isEqualTo("recurring[intervall]");
    }

    @Test
    void namesAMissingNestedParameter() {
        var refused = fixture.post("/v1/prices", "currency=usd&unit_amount=1&product_data[active]=true");
        assertThat(error(refused, "code")).isEqualTo("parameter_missing");
        assertThat(error(refused, "param")).isEqualTo("product_data[name]");
    }

    @Test
    void saysThatItDoesNotEmulateDiscounts() {
        var refused = fixture.post("/v1/checkout/sessions", "mode=subscription&discounts[0][coupon]=c");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(error(refused, "message")).contains("does not implement").contains("discounts");
    }

    @Test
    void refusesAReferenceToNothing() {
        var refused = fixture.post(
                "/v1/checkout/sessions",
                "mode=subscription&success_url=https://x.example.com&line_items[0][price]=price_none");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(error(refused, "code")).isEqualTo("resource_missing");
        assertThat(error(refused, "param")).isEqualTo("line_items[0][price]");
    }

    @Test
    void replaysTheSameParametersInAnotherOrder() {
        var first = fixture.post("/v1/customers", "name=A&email=a%40example.com", "Idempotency-Key", "k1");
        var again = fixture.post("/v1/customers", "name=A&email=a@example.com", "Idempotency-Key", "k1");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("idempotent-replayed")).hasValue("true");
        assertThat(first.headers().firstValue("idempotent-replayed")).isEmpty();
        var swapped = fixture.post("/v1/customers", "email=a@example.com&name=A", "Idempotency-Key", "k1");
        assertThat(swapped.body()).isEqualTo(first.body());
    }

    @Test
    void refusesAKeyForAnotherRequest() {
        fixture.post("/v1/customers", "name=A", "Idempotency-Key", "k1");
        var other = fixture.post("/v1/products", "name=A", "Idempotency-Key", "k1");
        assertThat(other.statusCode()).isEqualTo(400);
        assertThat(error(other, "type")).isEqualTo("idempotency_error");
    }

    @Test
    void forgetsAKeyOfARequestThatFailedValidation() {
        assertThat(fixture.post("/v1/products", "naem=A", "Idempotency-Key", "k1")
                        .statusCode())
                .isEqualTo(400);
        assertThat(fixture.post("/v1/products", "name=A", "Idempotency-Key", "k1")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void forgetsAKeyAfterADay() {
        var first = fixture.post("/v1/customers", "name=A", "Idempotency-Key", "k1");
        fixture.controls.advance(Duration.ofHours(25));
        var later = fixture.post("/v1/customers", "name=A", "Idempotency-Key", "k1");
        assertThat(Json.string(json(later), "id")).isNotEqualTo(Json.string(json(first), "id"));
    }

    @Test
    void countsWhatItReceived() {
        fixture.post("/v1/customers", "metadata[a]=b", "Idempotency-Key", "k1");
        fixture.post("/v1/customers", "metadata[a]=b", "Idempotency-Key", "k1");
        var requests = fixture.controls.requests("POST", "/v1/customers");
        assertThat(requests).hasSize(2).allSatisfy(request -> {
            assertThat(request.idempotencyKey()).isEqualTo("k1");
            assertThat(request.params()).containsEntry("metadata", Map.of("a", "b"));
        });
    }
}
