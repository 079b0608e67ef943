package io.tollgate.billing.stripe;

import com.google.gson.JsonObject;
import com.stripe.model.Customer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who pays, as Stripe has it. A deleted customer is still answered, with its id only. */
public record StripeCustomer(
        String id, @Nullable String email, @Nullable String name, boolean deleted, Map<String, String> metadata) {

    static StripeCustomer from(JsonObject json) {
        Customer customer = StripeJson.read(json, Customer.class);
        return new StripeCustomer(
                customer.getId(),
                customer.getEmail(),
                customer.getName(),
                Boolean.TRUE.equals(customer.getDeleted()),
                StripeMetadata.of(customer.getMetadata()));
    }

    @Override
    public String toString() {
        // Neither e-mail nor name belongs in a log.
        return "StripeCustomer[" + id + "]";
    }
}
