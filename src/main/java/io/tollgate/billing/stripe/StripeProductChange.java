package io.tollgate.billing.stripe;

import com.stripe.param.ProductUpdateParams;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What changes on a product; null leaves a field as it is.
 *
 * @param description an empty one clears it
 * @param active false takes the product off sale
 * @param metadata merged into what is there; an empty value removes a key
 */
public record StripeProductChange(
        @Nullable String name,
        @Nullable String description,
        @Nullable Boolean active,
        Map<String, String> metadata) {

    ProductUpdateParams params() {
        return ProductUpdateParams.builder()
                .setName(name)
                .setDescription(description)
                .setActive(active)
                .putAllMetadata(StripeMetadata.checked(metadata))
                .build();
    }
}
