package io.tollgate.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.param.PriceCreateParams;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StripeFormTest {

    @Test
    void writesSmallDecimalsInFull() {
        Map<String, Object> params = PriceCreateParams.builder()
                .setUnitAmountDecimal(new BigDecimal("0.000000000001"))
                .addTier(PriceCreateParams.Tier.builder()
                        .setUpTo(PriceCreateParams.Tier.UpTo.INF)
                        .setUnitAmountDecimal(new BigDecimal("1E-7"))
                        .build())
                .build()
                .toMap();
        assertThat(form(params))
                .contains("unit_amount_decimal=0.000000000001")
                .contains("tiers[0][unit_amount_decimal]=0.0000001")
                .contains("tiers[0][up_to]=inf");
    }

    @Test
    void keepsThePriceOfANewPlanInMinorUnits() {
        NewStripePrice price = new NewStripePrice(
                "prod_1", "USD", 1900, new StripePrice.Recurring(StripePrice.Interval.MONTH, 1), Map.of());
        assertThat(form(price.params().toMap()).split("&"))
                .containsExactlyInAnyOrder(
                        "product=prod_1",
                        "currency=usd",
                        "unit_amount=1900",
                        "recurring[interval]=month",
                        "recurring[interval_count]=1");
    }

    @Test
    void clearsAnEmptyList() {
        assertThat(form(Map.of("images", List.of()))).isEqualTo("images=");
    }

    @Test
    void refusesMetadataThatStripeWouldGarble() {
        for (String key : List.of("a[b]", "]", "", "k".repeat(41))) {
            assertThatThrownBy(() -> StripeMetadata.checked(Map.of(key, "v")))
                    .as(key)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> StripeMetadata.checked(Map.of("k", "v".repeat(501))))
                .isInstanceOf(IllegalArgumentException.class);
        Map<String, String> many = IntStream.range(0, 51).boxed().collect(Collectors.toMap(i -> "k" + i, i -> "v"));
        assertThatThrownBy(() -> StripeMetadata.checked(many)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsNullMetadataAsNone() {
        assertThat(StripeMetadata.of(null)).isEmpty();
        assertThat(StripeMetadata.of(Collections.singletonMap("k", null))).isEmpty();
    }

    @Test
    void wantsAnIdempotencyKeyOfSensibleLength() {
        assertThat(IdempotencyKey.of("checkout", 17, 2).value()).isEqualTo("checkout:17:2");
        assertThatThrownBy(() -> new IdempotencyKey(" ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new IdempotencyKey("k".repeat(256))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> IdempotencyKey.of("", 17, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> IdempotencyKey.of("checkout", "", 1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static String form(Map<String, Object> params) {
        return new String(StripeForm.body(params), StandardCharsets.UTF_8);
    }
}
