package io.tollgate.stripeemulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.exception.CardException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Refund;
import com.stripe.model.checkout.Session;
import com.stripe.net.RequestOptions;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.CustomerPaymentMethodListParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentListParams;
import com.stripe.param.RefundCreateParams;
import com.stripe.param.checkout.SessionCreateParams;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Charges without the payer, and pages for one payment. */
final class PaymentIntentsTest {
    private final EmulatorFixture fixture = new EmulatorFixture();
    private String customer;

    @BeforeEach
    void customer() throws StripeException {
        customer = fixture.stripe
                .v1()
                .customers()
                .create(CustomerCreateParams.builder().setEmail("p@example.com").build())
                .getId();
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void chargesASavedCardOnceUnderAKey() throws StripeException {
        var card = fixture.controls.saveCard(customer);

        var intent = charge(card, 1900, "key-1");
        var again = charge(card, 1900, "key-1");

        assertThat(intent.getStatus()).isEqualTo("succeeded");
        assertThat(intent.getMetadata()).containsEntry("note", "key-1");
        assertThat(again.getId()).isEqualTo(intent.getId());
        assertThat(fixture.controls.charges(customer)).isEqualTo(1);
        assertThat(fixture.controls.events("payment_intent.succeeded", intent.getId()))
                .hasSize(1);
        assertThat(fixture.stripe
                        .v1()
                        .paymentIntents()
                        .list(PaymentIntentListParams.builder()
                                .setCustomer(customer)
                                .build())
                        .getData())
                .hasSize(1);
        assertThatThrownBy(() -> charge(card, 49, "key-2")).isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void takesAndGivesBackDinarsTenFilsAtATime() throws StripeException {
        var card = fixture.controls.saveCard(customer);

        assertThatThrownBy(() -> charge(card, 10475, "kwd", "key-1")).isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> page(10475, "kwd")).isInstanceOf(InvalidRequestException.class);
        assertThat(fixture.controls.charges(customer)).isZero();

        var intent = charge(card, 10470, "kwd", "key-2");
        assertThatThrownBy(() -> refund(intent, 1005)).isInstanceOf(InvalidRequestException.class);
        assertThat(refund(intent, 1000).getAmount()).isEqualTo(1000);
        assertThat(page(10470, "kwd").getAmountTotal()).isEqualTo(10470);
    }

    private Refund refund(PaymentIntent intent, long amount) throws StripeException {
        return fixture.stripe
                .v1()
                .refunds()
                .create(RefundCreateParams.builder()
                        .setPaymentIntent(intent.getId())
                        .setAmount(amount)
                        .build());
    }

    @Test
    void saysWhyTheBankRefused() {
        var card = fixture.controls.saveCard(customer);
        fixture.controls.cardDeclines(customer, "insufficient_funds");
        assertThatThrownBy(() -> charge(card, 1900, "key-1")).isInstanceOfSatisfying(CardException.class, refused -> {
            assertThat(refused.getCode()).isEqualTo("card_declined");
            assertThat(refused.getDeclineCode()).isEqualTo("insufficient_funds");
        });
        fixture.controls.cardAsks(customer, true);
        assertThatThrownBy(() -> charge(card, 1900, "key-2"))
                .isInstanceOfSatisfying(
                        CardException.class,
                        refused -> assertThat(refused.getCode()).isEqualTo("authentication_required"));
        assertThat(fixture.controls.charges(customer)).isZero();
    }

    @Test
    void keepsTheCardOfAPageForOnePayment() throws StripeException {
        var session = page(700, "usd");
        var page = fixture.get("/checkout/" + session.getId());
        fixture.controls.decline(session.getId());
        fixture.controls.pay(session.getId());

        assertThat(page.body()).contains("Invoice 7", "7.00");
        var paid = fixture.stripe.v1().checkout().sessions().retrieve(session.getId());
        assertThat(paid.getStatus()).isEqualTo("complete");
        var intent = fixture.stripe.v1().paymentIntents().retrieve(paid.getPaymentIntent());
        assertThat(intent.getMetadata()).containsEntry("note", "page");
        var cards = fixture.stripe
                .v1()
                .customers()
                .paymentMethods()
                .list(
                        customer,
                        CustomerPaymentMethodListParams.builder().setLimit(1L).build())
                .getData();
        assertThat(cards)
                .singleElement()
                .satisfies(card -> assertThat(card.getId()).isEqualTo(intent.getPaymentMethod()));
        assertThat(charge(cards.getFirst().getId(), 1900, "key-1").getStatus()).isEqualTo("succeeded");
    }

    private Session page(long amount, String currency) throws StripeException {
        return fixture.stripe
                .v1()
                .checkout()
                .sessions()
                .create(SessionCreateParams.builder()
                        .setMode(SessionCreateParams.Mode.PAYMENT)
                        .setCustomer(customer)
                        .setSuccessUrl("https://shop.example.com/done")
                        .addLineItem(SessionCreateParams.LineItem.builder()
                                .setQuantity(1L)
                                .setPriceData(SessionCreateParams.LineItem.PriceData.builder()
                                        .setCurrency(currency)
                                        .setUnitAmount(amount)
                                        .setProductData(SessionCreateParams.LineItem.PriceData.ProductData.builder()
                                                .setName("Invoice 7")
                                                .build())
                                        .build())
                                .build())
                        .setPaymentIntentData(SessionCreateParams.PaymentIntentData.builder()
                                .setSetupFutureUsage(SessionCreateParams.PaymentIntentData.SetupFutureUsage.OFF_SESSION)
                                .putMetadata("note", "page")
                                .build())
                        .build());
    }

    private PaymentIntent charge(String card, long amount, String key) throws StripeException {
        return charge(card, amount, "usd", key);
    }

    private PaymentIntent charge(String card, long amount, String currency, String key) throws StripeException {
        return fixture.stripe
                .v1()
                .paymentIntents()
                .create(
                        PaymentIntentCreateParams.builder()
                                .setAmount(amount)
                                .setCurrency(currency)
                                .setCustomer(customer)
                                .setPaymentMethod(card)
                                .setConfirm(true)
                                .setOffSession(true)
                                .putMetadata("note", key)
                                .build(),
                        RequestOptions.builder().setIdempotencyKey(key).build());
    }
}
