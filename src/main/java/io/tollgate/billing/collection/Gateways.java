package io.tollgate.billing.collection;

import io.tollgate.billing.subscription.Provider;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Who collects for which provider. */
@Component
class Gateways {

    private final Map<Provider, PaymentGateway> gateways = new EnumMap<>(Provider.class);

    Gateways(List<PaymentGateway> all) {
        all.forEach(gateway -> gateways.put(gateway.provider(), gateway));
    }

    PaymentGateway of(Provider provider) {
        return Objects.requireNonNull(gateways.get(provider), provider::value);
    }
}
