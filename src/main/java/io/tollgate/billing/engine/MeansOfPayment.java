package io.tollgate.billing.engine;

import io.tollgate.billing.subscription.Provider;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** Whether money can be collected from a customer without asking them. Without one for a provider, invoices are sent and paid by hand. */
public interface MeansOfPayment {

    Provider provider();

    Mono<Boolean> has(UUID userId);
}
