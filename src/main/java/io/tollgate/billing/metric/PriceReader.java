package io.tollgate.billing.metric;

import io.tollgate.billing.pricing.Decimals;
import io.tollgate.billing.pricing.FlatPrice;
import io.tollgate.billing.pricing.Price;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the numbers of a price and notes, by field, what cannot be read: everything at once, so that an author does not find
 * out one by one. A decimal may be a number or, lest a client makes a floating-point number of it, a text.
 */
final class PriceReader {

    private static final Pattern DECIMAL = Pattern.compile("-?\\d{1,40}(\\.\\d{1,40})?");
    private static final String NO_DECIMAL = "Must be a decimal number";
    private static final int MOST = 1_000;

    /** Terms are kept as they are written, and PostgreSQL has no place for 20,000 decimals, were they all zeros. */
    private static final int MOST_DECIMALS = 1_000;

    private final JsonNode terms;
    private final String path;
    private final Map<String, String> errors;
    private final Set<String> asked = new HashSet<>();

    /** @param path where this stands in the request: {@code charges[0].terms.} */
    PriceReader(JsonNode terms, String path, Map<String, String> errors) {
        this.terms = terms;
        this.path = path;
        this.errors = errors;
    }

    /** A price that is free of reading errors only when none was noted. */
    Price price(String model) {
        Price price = PriceModel.find(model).map(known -> known.read(this)).orElseGet(() -> nothing("model"));
        refuseOthers();
        return price;
    }

    /** What was not asked for is no part of the price: whoever wrote it must not believe that it counts. */
    void refuseOthers() {
        terms.propertyNames().stream()
                .filter(name -> !asked.contains(name))
                .forEach(name -> note(name, "Unknown field"));
    }

    /** A price within this one: {@code {"model": …, "terms": {…}}}. */
    Price pricedBy(String field) {
        JsonNode inner = ask(field);
        JsonNode model = inner.path("model");
        JsonNode of = inner.path("terms");
        if (!model.isString() || !of.isObject() || inner.size() != 2) {
            return nothing(field);
        }
        // One level: blocks of blocks mean nothing, and a thousand levels would end on the stack.
        if (model.asString().equals(PriceModel.BLOCK.word())) {
            return nothing(field);
        }
        return new PriceReader(of, path + field + ".terms.", errors).price(model.asString());
    }

    BigDecimal number(String field) {
        BigDecimal number = optional(field);
        if (number == null) {
            errors.putIfAbsent(path + field, "Field required");
            return BigDecimal.ZERO;
        }
        return number;
    }

    BigDecimal number(String field, BigDecimal otherwise) {
        BigDecimal number = optional(field);
        return number == null ? otherwise : number;
    }

    @Nullable BigDecimal optional(String field) {
        JsonNode node = ask(field);
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        BigDecimal number = node.isNumber()
                ? node.decimalValue()
                : node.isString() && DECIMAL.matcher(node.asString()).matches()
                        ? new BigDecimal(node.asString())
                        : null;
        if (number == null || number.scale() > MOST_DECIMALS) {
            note(field, NO_DECIMAL);
            return BigDecimal.ZERO;
        }
        return Decimals.plain(number);
    }

    @Nullable Long whole(String field) {
        JsonNode node = ask(field);
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return node.longValue();
        }
        note(field, "Must be a whole number");
        return 0L;
    }

    List<PriceReader> list(String field) {
        JsonNode node = ask(field);
        if (!node.isArray() || node.size() > MOST) {
            note(field, "Must be a list");
            return List.of();
        }
        List<PriceReader> parts = new ArrayList<>();
        for (JsonNode part : node) {
            String place = path + field + "[" + parts.size() + "].";
            parts.add(new PriceReader(part, place, errors));
        }
        return parts;
    }

    private JsonNode ask(String field) {
        asked.add(field);
        return terms.path(field);
    }

    private Price nothing(String field) {
        note(field, "No such price");
        return new FlatPrice(BigDecimal.ZERO);
    }

    private void note(String field, String message) {
        errors.putIfAbsent(path + field, message);
    }
}
