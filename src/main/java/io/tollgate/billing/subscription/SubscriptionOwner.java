package io.tollgate.billing.subscription;

import io.tollgate.user.User;
import io.tollgate.user.UserRepository;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Finds out whose something at Stripe is: by the note that we left on it, by what its checkout page says, by its customer.
 * Empty for what is not ours; a Stripe account may serve more than one product.
 */
@Component
public class SubscriptionOwner {

    private final UserRepository users;
    private final CustomerRepository customers;

    SubscriptionOwner(UserRepository users, CustomerRepository customers) {
        this.users = users;
        this.customers = customers;
    }

    /** @param clientReferenceId of the checkout page, where that is known */
    Mono<User> find(Map<String, String> metadata, @Nullable String clientReferenceId, @Nullable String customerId) {
        return byId(metadata.get("user_id"))
                .switchIfEmpty(byId(clientReferenceId))
                .switchIfEmpty(byCustomer(customerId));
    }

    public Mono<User> byCustomer(@Nullable String customerId) {
        return Mono.justOrEmpty(customerId).flatMap(customers::findUser).flatMap(users::findById);
    }

    private Mono<User> byId(@Nullable String id) {
        return Mono.justOrEmpty(uuid(id)).flatMap(users::findById);
    }

    private static Optional<UUID> uuid(@Nullable String text) {
        try {
            return Optional.ofNullable(text).map(UUID::fromString);
        } catch (IllegalArgumentException _) {
            // Somebody else's note under the same name.
            return Optional.empty();
        }
    }
}
