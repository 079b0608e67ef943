package io.tollgate.stripeemulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.StripeClient;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.CustomerUpdateParams;
import com.stripe.param.PriceCreateParams;
import com.stripe.param.PriceListParams;
import com.stripe.param.PriceRetrieveParams;
import com.stripe.param.PriceUpdateParams;
import com.stripe.param.ProductCreateParams;
import com.stripe.param.ProductUpdateParams;
import com.stripe.param.checkout.SessionCreateParams;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What the emulator and Stripe itself must both do. {@code STRIPE_SECRET_KEY=sk_test_...} points it at Stripe's test mode; else it talks to
 * an emulator.
 */
final class StripeContractTest {
    private static ContractedStripe contracted;
    private static StripeClient stripe;

    @BeforeAll
    static void connect() {
        contracted = ContractedStripe.connect();
        stripe = contracted.client();
    }

    @AfterAll
    static void disconnect() {
        contracted.close();
    }

    @Test
    void keepsAProductAndMergesItsMetadata() throws StripeException {
        var created = stripe.v1()
                .products()
                .create(ProductCreateParams.builder()
                        .setName("Pro")
                        .putMetadata("plan", "pro")
                        .putMetadata("gone", "soon")
                        .build());
        stripe.v1()
                .products()
                .update(
                        created.getId(),
                        ProductUpdateParams.builder()
                                .setActive(false)
                                .putMetadata("gone", "")
                                .build());
        var read = stripe.v1().products().retrieve(created.getId());
        assertThat(read.getName()).isEqualTo("Pro");
        assertThat(read.getActive()).isFalse();
        assertThat(read.getMetadata()).containsExactly(Map.entry("plan", "pro"));
    }

    @Test
    void expandsThePricesProduct() throws StripeException {
        var price = stripe.v1().prices().create(EmulatorFixture.priceOf("Expanded", 1900));
        var read = stripe.v1()
                .prices()
                .retrieve(
                        price.getId(),
                        PriceRetrieveParams.builder().addExpand("product").build());
        assertThat(price.getProductObject()).isNull();
        assertThat(read.getProductObject().getName()).isEqualTo("Expanded");
        assertThat(read.getUnitAmount()).isEqualTo(1900);
        assertThat(read.getUnitAmountDecimal()).isEqualByComparingTo("1900");
        assertThat(read.getRecurring().getInterval()).isEqualTo("month");
    }

    @Test
    void neverChangesThePricesAmount() throws StripeException {
        var price = stripe.v1().prices().create(EmulatorFixture.priceOf("Fixed", 500));
        var change =
                PriceUpdateParams.builder().putExtraParam("unit_amount", 600).build();
        assertThatThrownBy(() -> stripe.v1().prices().update(price.getId(), change))
                .isInstanceOfSatisfying(InvalidRequestException.class, refused -> {
                    assertThat(refused.getCode()).isEqualTo("parameter_unknown");
                    assertThat(refused.getParam()).isEqualTo("unit_amount");
                });
    }

    @Test
    void listsNewestFirstInPages() throws StripeException {
        var first = stripe.v1().prices().create(EmulatorFixture.priceOf("Paged", 100));
        var product = first.getProduct();
        var newer = new ArrayList<String>();
        for (int i = 0; i < 2; i++) {
            newer.add(stripe.v1()
                    .prices()
                    .create(PriceCreateParams.builder()
                            .setCurrency("usd")
                            .setUnitAmount(200L + i)
                            .setProduct(product)
                            .build())
                    .getId());
        }
        var page = stripe.v1()
                .prices()
                .list(PriceListParams.builder().setProduct(product).setLimit(2L).build());
        assertThat(page.getData()).extracting("id").containsExactlyElementsOf(newer.reversed());
        assertThat(page.getHasMore()).isTrue();
        var rest = stripe.v1()
                .prices()
                .list(PriceListParams.builder()
                        .setProduct(product)
                        .setStartingAfter(newer.getFirst())
                        .build());
        assertThat(rest.getData()).extracting("id").containsExactly(first.getId());
        assertThat(rest.getHasMore()).isFalse();
    }

    @Test
    void keepsACustomer() throws StripeException {
        var customer = stripe.v1()
                .customers()
                .create(CustomerCreateParams.builder()
                        .setEmail("payer@example.com")
                        .putMetadata("user_id", "42")
                        .build());
        stripe.v1()
                .customers()
                .update(
                        customer.getId(),
                        CustomerUpdateParams.builder().setName("Payer").build());
        var read = stripe.v1().customers().retrieve(customer.getId());
        assertThat(read.getEmail()).isEqualTo("payer@example.com");
        assertThat(read.getName()).isEqualTo("Payer");
        assertThat(read.getMetadata()).containsEntry("user_id", "42");
    }

    @Test
    void opensAndExpiresACheckoutSession() throws StripeException {
        var price = stripe.v1().prices().create(EmulatorFixture.priceOf("Pro", 1900));
        var params = EmulatorFixture.checkoutOf(price.getId())
                .setClientReferenceId("user-42")
                .putMetadata("plan", "pro")
                .setSubscriptionData(SessionCreateParams.SubscriptionData.builder()
                        .putMetadata("user_id", "42")
                        .build())
                .build();
        var session = stripe.v1().checkout().sessions().create(params);
        assertThat(session.getId()).startsWith("cs_test_");
        assertThat(session.getUrl()).startsWith("http");
        assertThat(session.getStatus()).isEqualTo("open");
        assertThat(session.getPaymentStatus()).isEqualTo("unpaid");
        assertThat(session.getAmountTotal()).isEqualTo(1900);
        assertThat(session.getClientReferenceId()).isEqualTo("user-42");
        assertThat(session.getSubscription()).isNull();
        assertThat(session.getUiMode()).isEqualTo("hosted_page");
        var expired = stripe.v1().checkout().sessions().expire(session.getId());
        assertThat(expired.getStatus()).isEqualTo("expired");
        assertThat(expired.getUrl()).isNull();
        assertThatThrownBy(() -> stripe.v1().checkout().sessions().expire(session.getId()))
                .isInstanceOf(InvalidRequestException.class);
    }
}
