package io.tollgate.billing.engine;

import java.time.Instant;
import java.util.UUID;
import reactor.core.publisher.Mono;

/**
 * What happens to a customer by itself when a time comes: the end of a period, another try to collect. When a customer is moved
 * through time, everything that lies on the way is done in its order, each at its own time.
 *
 * <p>Whoever works through what is due for everybody leaves out the customers with a row in {@code customer_clocks}.
 */
public interface CustomerMoments {

    /** When the next thing is due for the customer, not after {@code latest}; empty when nothing is. */
    Mono<Instant> next(UUID userId, Instant latest);

    /** Does what is due at that moment, which is the customer's present time. Afterwards {@link #next} is later, or empty. */
    Mono<Void> pass(UUID userId, Instant now);
}
