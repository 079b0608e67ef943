package io.tollgate.billing.stripe;

import com.stripe.param.ProductCreateParams;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A product to be made. @param description null or empty for none */
public record NewStripeProduct(String name, @Nullable String description, Map<String, String> metadata) {

    ProductCreateParams params() {
        return ProductCreateParams.builder()
                .setName(name)
                // Stripe refuses an empty description here; only an update may send one, to clear it.
                .setDescription(description == null || description.isBlank() ? null : description)
                .putAllMetadata(StripeMetadata.checked(metadata))
                .build();
    }
}
