package io.tollgate.stripeemulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.StripeClient;
import com.stripe.exception.AuthenticationException;
import com.stripe.exception.IdempotencyException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.net.RequestOptions;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.ProductCreateParams;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract's part about keys and errors: see {@link ContractedStripe} for whom it holds. */
final class StripeContractRulesTest {
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
    void saysWhatIsMissing() {
        assertThatThrownBy(() -> stripe.v1().customers().retrieve("cus_none"))
                .isInstanceOfSatisfying(InvalidRequestException.class, missing -> {
                    assertThat(missing.getStatusCode()).isEqualTo(404);
                    assertThat(missing.getCode()).isEqualTo("resource_missing");
                    assertThat(missing.getParam()).isEqualTo("id");
                });
        assertThatThrownBy(() -> stripe.v1()
                        .products()
                        .create(ProductCreateParams.builder().build()))
                .isInstanceOfSatisfying(InvalidRequestException.class, missing -> {
                    assertThat(missing.getCode()).isEqualTo("parameter_missing");
                    assertThat(missing.getParam()).isEqualTo("name");
                });
    }

    @Test
    void replaysAKeyAndRefusesItForOtherParameters() throws StripeException {
        var key = RequestOptions.builder()
                .setIdempotencyKey(UUID.randomUUID().toString())
                .build();
        var params = CustomerCreateParams.builder().setName("Once").build();
        var first = stripe.v1().customers().create(params, key);
        var second = stripe.v1().customers().create(params, key);
        assertThat(second.getId()).isEqualTo(first.getId());
        assertThat(second.getLastResponse().headers().firstValue("Idempotent-Replayed"))
                .hasValue("true");
        var other = CustomerCreateParams.builder().setName("Twice").build();
        assertThatThrownBy(() -> stripe.v1().customers().create(other, key)).isInstanceOf(IdempotencyException.class);
    }

    @Test
    void refusesAWrongKey() {
        var stranger = EmulatorFixture.client(contracted.base(), "sk_test_wrong");
        assertThatThrownBy(() -> stranger.v1().customers().list()).isInstanceOf(AuthenticationException.class);
    }
}
