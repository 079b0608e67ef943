package io.tollgate.billing.stripe;

import com.google.gson.JsonObject;
import com.stripe.model.Product;
import java.util.Map;

/** What is sold, as Stripe has it. A plan of ours is one product. */
public record StripeProduct(String id, String name, boolean active, Map<String, String> metadata) {

    static StripeProduct from(JsonObject json) {
        Product product = StripeJson.read(json, Product.class);
        return new StripeProduct(
                product.getId(),
                product.getName(),
                Boolean.TRUE.equals(product.getActive()),
                StripeMetadata.of(product.getMetadata()));
    }
}
