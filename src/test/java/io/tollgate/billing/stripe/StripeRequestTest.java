package io.tollgate.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.Stripe;
import io.tollgate.billing.stripe.StripeStub.Answer;
import io.tollgate.billing.stripe.StripeStub.Seen;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a request looks like on the wire: the traps of stripe-java's encoder that its own client hides. */
class StripeRequestTest {

    private static final IdempotencyKey KEY = IdempotencyKey.of("product", "p1", 1);

    private final StripeStub stripe = new StripeStub(Answer.PRODUCT);
    private final StripeClients clients = StripeClients.to(stripe.base());

    @AfterEach
    void stop() {
        clients.close();
        stripe.close();
    }

    @Test
    void saysWhoAsksInWhichVersion() {
        clients.products
                .create(KEY, new NewStripeProduct("Pro", null, Map.of()))
                .block();
        Seen request = stripe.seen.getFirst();
        assertThat(request.header("Authorization")).isEqualTo("Bearer sk_test_emulator");
        assertThat(request.header("Stripe-Version"))
                .isEqualTo("2026-07-29.dahlia")
                .isEqualTo(Stripe.API_VERSION);
        assertThat(request.header("User-Agent")).startsWith("Tollgate");
        assertThat(request.header("Content-Type")).startsWith("application/x-www-form-urlencoded");
        assertThat(request.header("Idempotency-Key")).isEqualTo("product:p1:1");
    }

    @Test
    void sendsNoKeyWithWhatIsIdempotentByItself() {
        stripe.answer(Answer.ok("{\"id\": \"sub_1\", \"customer\": \"cus_1\", \"status\": \"canceled\"}"));
        clients.subscriptions.retrieve("sub_1").block();
        clients.subscriptions.cancelNow("sub_1", true).block();
        assertThat(stripe.seen).extracting(Seen::method).containsExactly("GET", "DELETE");
        assertThat(stripe.seen).allMatch(request -> request.header("Idempotency-Key") == null);
        assertThat(stripe.seen.getLast().uri()).contains("prorate=true").contains("invoice_now=true");
    }

    @Test
    void escapesTheBracketsOfAQueryOnce() {
        stripe.answer(Answer.ok("{\"object\": \"list\", \"data\": [], \"has_more\": false}"));
        clients.events
                .list(List.of("invoice.paid", "a b"), Instant.ofEpochSecond(17), true)
                .collectList()
                .block();
        String uri = stripe.seen.getFirst().uri();
        assertThat(uri).doesNotContain("[").contains("created%5Bgte%5D=17");
        assertThat(URLDecoder.decode(uri, StandardCharsets.UTF_8))
                .contains("types[0]=invoice.paid", "types[1]=a b", "delivery_success=false", "limit=100");
    }

    @Test
    void takesNothingForAnIdThatCouldLeadElsewhere() {
        for (String id : List.of("", "../customers", "sub_1/items", "sub_1?expand[]=customer", "sub 1")) {
            assertThatThrownBy(() -> clients.subscriptions.retrieve(id))
                    .as(id)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(stripe.seen).isEmpty();
    }

    @Test
    void nestsACheckoutAndPutsItsMetadataOnTheSubscriptionToo() {
        stripe.answer(Answer.ok("{\"id\": \"cs_1\", \"status\": \"open\", \"url\": \"https://pay\"}"));
        NewStripeCheckout checkout = new NewStripeCheckout(
                "cus_1",
                "price_1",
                "user-1",
                "https://shop/ok?s={CHECKOUT_SESSION_ID}",
                "https://shop/no",
                Map.of("plan_id", "p1"),
                new StripeTrial(14, true, StripeTrial.End.CANCEL),
                null);
        clients.checkouts.create(KEY, checkout).block();
        String form = URLDecoder.decode(stripe.seen.getFirst().body(), StandardCharsets.UTF_8);
        assertThat(form.split("&"))
                .contains(
                        "mode=subscription",
                        "customer=cus_1",
                        "client_reference_id=user-1",
                        "line_items[0][price]=price_1",
                        "line_items[0][quantity]=1",
                        "success_url=https://shop/ok?s={CHECKOUT_SESSION_ID}",
                        "metadata[plan_id]=p1",
                        "subscription_data[metadata][plan_id]=p1",
                        "subscription_data[trial_period_days]=14");
        assertThat(form).doesNotContain("payment_method_collection", "trial_settings");
    }

    @Test
    void letsATrialBeginWithoutACard() {
        stripe.answer(Answer.ok("{\"id\": \"cs_1\", \"status\": \"open\", \"url\": \"https://pay\"}"));
        StripeTrial trial = new StripeTrial(7, false, StripeTrial.End.PAUSE);
        clients.checkouts
                .create(
                        KEY,
                        new NewStripeCheckout(
                                "cus_1", "price_1", "user-1", "https://ok", "https://no", Map.of(), trial, null))
                .block();
        String form = URLDecoder.decode(stripe.seen.getFirst().body(), StandardCharsets.UTF_8);
        assertThat(form.split("&"))
                .contains(
                        "payment_method_collection=if_required",
                        "subscription_data[trial_period_days]=7",
                        "subscription_data[trial_settings][end_behavior][missing_payment_method]=pause");
    }

    @Test
    void clearsADescriptionOnlyWithAnUpdate() {
        clients.products.create(KEY, new NewStripeProduct("Pro", "", Map.of())).block();
        clients.products
                .update(KEY, "prod_1", new StripeProductChange(null, "", false, Map.of("old", "")))
                .block();
        assertThat(stripe.seen.getFirst().body()).isEqualTo("name=Pro");
        assertThat(URLDecoder.decode(stripe.seen.getLast().body(), StandardCharsets.UTF_8)
                        .split("&"))
                .containsExactlyInAnyOrder("description=", "active=false", "metadata[old]=");
    }

    @Test
    void asksForPageAfterPage() {
        stripe.answer(
                Answer.ok("{\"data\": [%s, %s], \"has_more\": true}".formatted(payment("inpay_1"), payment("inpay_2"))),
                Answer.ok("{\"data\": [%s], \"has_more\": false}".formatted(payment("inpay_3"))));
        assertThat(clients.invoices.payments("in_1").collectList().block())
                .extracting(StripeInvoicePayment::id)
                .containsExactly("inpay_1", "inpay_2", "inpay_3");
        assertThat(stripe.seen.getFirst().uri()).doesNotContain("starting_after");
        assertThat(stripe.seen.getLast().uri()).contains("starting_after=inpay_2");
    }

    private static String payment(String id) {
        return """
                {"id": "%s", "invoice": "in_1", "status": "paid", "currency": "usd", "amount_paid": 1900,
                 "payment": {"type": "payment_intent", "payment_intent": "pi_1"}}""".formatted(id);
    }
}
