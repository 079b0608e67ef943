package io.tollgate.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.tollgate.Awaiting;
import io.tollgate.billing.PitfallFixture;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** The same came in other shapes over the years, and an endpoint may still be of any of them. */
class EventVersionsTest extends PitfallFixture {

    @Autowired
    private StripeInvoices invoices;

    @Autowired
    private StripeCharges charges;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2022-11-15",
                "2023-10-16",
                "2024-06-20",
                "2025-03-31.basil",
                "2025-09-30.clover",
                "2026-07-29.dahlia",
                "2026-10-28.endive"
            })
    void pitfall08TheSameIsReadFromTheShapesOfAllVersions(String version) {
        JsonObject shapes = StripeJson.parse(stored(version).getBytes(StandardCharsets.UTF_8));

        StripeSubscription subscription =
                StripeSubscription.from(shapes.getAsJsonObject("customer.subscription.updated"));
        assertThat(subscription.status()).isEqualTo(StripeSubscription.Status.ACTIVE);
        assertThat(subscription.priceId()).isEqualTo("{price}");
        assertThat(subscription.currentPeriodStart()).isEqualTo(Instant.ofEpochSecond(1_795_000_000));
        assertThat(subscription.currentPeriodEnd()).isEqualTo(Instant.ofEpochSecond(1_797_592_000));
        StripeInvoice invoice = StripeInvoice.from(shapes.getAsJsonObject("invoice.paid"));
        assertThat(invoice.status()).isEqualTo(StripeInvoice.Status.PAID);
        assertThat(invoice.subscriptionId()).isEqualTo("{subscription}");
        assertThat(invoice.amountPaid()).isEqualTo(1900);
        assertThat(invoice.periodEnd()).isEqualTo(Instant.ofEpochSecond(1_797_592_000));
        StripeCharge charge = StripeCharge.from(shapes.getAsJsonObject("charge.refunded"));
        assertThat(charge.paymentIntentId()).isEqualTo("{intent}");
        assertThat(charge.receiptUrl()).isEqualTo("https://pay.stripe.com/receipts/1");
    }

    /** {@code 2022-11-15} once more without saying so: some events of old accounts have no version. */
    @ParameterizedTest
    @ValueSource(strings = {"2022-11-15", "2025-03-31.basil", "2026-10-28.endive", ""})
    void comesToTheSameFromEventsOfAllVersions(String version) {
        Purchase bought = unheard(buyers.plan(1900));
        String intent = Objects.requireNonNull(
                invoices.payments(bought.invoice()).blockFirst().paymentIntentId());
        String charge = charges.list(intent).blockFirst().id();
        Map<String, String> ids = Map.of(
                "{subscription}", bought.subscription(),
                "{invoice}", bought.invoice(),
                "{customer}", bought.customer(),
                "{intent}", intent,
                "{charge}", charge,
                "{user}", bought.user().id().toString());

        for (String type : new String[] {"charge.refunded", "invoice.paid", "customer.subscription.updated"}) {
            String event = SignedWebhook.newId("evt");
            new SignedWebhook(http, clock)
                    .deliver(event(event, type, version, ids))
                    .expectStatus()
                    .isOk()
                    .expectBody(String.class)
                    .isEqualTo("true");
            awaitEvent(event, "processed");
        }

        assertThat(status(bought.user())).isEqualTo("active");
        assertThat(ledger.payment(bought.user()))
                .containsEntry("status", "succeeded")
                .containsEntry("amount_cents", 1900L)
                .containsEntry("provider_payment_id", intent);
        Awaiting.until("a mail", () -> mails(bought.user()).size() == 1);
    }

    private static String event(String id, String type, String version, Map<String, String> ids) {
        JsonObject shapes = StripeJson.parse(
                stored(version.isEmpty() ? "2022-11-15" : version).getBytes(StandardCharsets.UTF_8));
        JsonObject data = new JsonObject();
        data.add("object", shapes.getAsJsonObject(type));
        JsonObject event = new JsonObject();
        event.addProperty("id", id);
        event.addProperty("object", "event");
        event.addProperty("type", type);
        event.addProperty("api_version", version.isEmpty() ? null : version);
        event.addProperty("created", 1_795_000_000);
        event.addProperty("livemode", false);
        event.add("data", data);
        String text = event.toString();
        for (Map.Entry<String, String> entry : ids.entrySet()) {
            text = text.replace(entry.getKey(), entry.getValue());
        }
        return text;
    }

    private static String stored(String version) {
        try (InputStream shapes = EventVersionsTest.class.getResourceAsStream("/stripe-events/" + version + ".json")) {
            return new String(Objects.requireNonNull(shapes, version).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
