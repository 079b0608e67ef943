package io.tollgate.billing.stripe;

import com.stripe.param.CustomerCreateParams;
import com.stripe.param.CustomerUpdateParams;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What Stripe is told of a customer. @param metadata merged into what is there; an empty value removes a key */
public record StripeCustomerDetails(String email, @Nullable String name, Map<String, String> metadata) {

    CustomerCreateParams createParams() {
        return CustomerCreateParams.builder()
                .setEmail(email)
                .setName(name)
                .putAllMetadata(StripeMetadata.checked(metadata))
                .build();
    }

    CustomerUpdateParams updateParams() {
        return CustomerUpdateParams.builder()
                .setEmail(email)
                .setName(name)
                .putAllMetadata(StripeMetadata.checked(metadata))
                .build();
    }

    @Override
    public String toString() {
        // Neither e-mail nor name belongs in a log.
        return "StripeCustomerDetails[" + metadata + "]";
    }
}
