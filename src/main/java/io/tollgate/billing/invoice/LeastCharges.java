package io.tollgate.billing.invoice;

import java.util.Map;
import org.springframework.stereotype.Component;

/** What gateways charge at least: less than that cannot be collected. */
@Component
public class LeastCharges {

    private final InvoiceProperties properties;

    LeastCharges(InvoiceProperties properties) {
        this.properties = properties;
    }

    /** In minor units; 0 where anything can be collected. */
    public long of(String provider, String currency) {
        return properties.minimum(provider, currency);
    }

    /** In minor units, of any gateway. */
    public Map<String, Long> byCurrency() {
        return Map.copyOf(properties.minimums());
    }
}
