package io.tollgate.billing.metric;

import io.tollgate.billing.pricing.Price;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** Reads prices that were stored. */
@Component
class PriceBook {

    private final ObjectReader exact;

    PriceBook(JsonMapper json) {
        this.exact = json.readerFor(JsonNode.class).with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    }

    Price read(ChargeTerms terms) {
        Map<String, String> errors = new LinkedHashMap<>();
        Price price = new PriceReader(exact.readValue(terms.json()), "", errors).price(terms.model());
        if (!errors.isEmpty()) {
            throw new IllegalStateException("A stored price cannot be read: " + errors);
        }
        return price;
    }
}
