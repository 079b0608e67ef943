package io.tollgate.stripeemulator;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request, or one nested object of them.
 *
 * @param values text, or a nested map; a list is a map with the indices as keys
 * @param path where this object hangs, for error messages: {@code ""} or {@code items[0]}
 */
record Params(Map<String, Object> values, String path) {

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** The text, or null if the parameter is absent or empty: empty means "unset" at Stripe. */
    @Nullable String text(String name) {
        var value = values.get(name);
        if (value instanceof Map) {
            throw StripeFailure.validation(null, nameOf(name), "Invalid string: " + nameOf(name));
        }
        return value == null || ((String) value).isEmpty() ? null : (String) value;
    }

    String text(String name, String fallback) {
        var value = text(name);
        return value == null ? fallback : value;
    }

    String required(String name) {
        var value = text(name);
        if (value == null) {
            throw StripeFailure.missingParameter(nameOf(name));
        }
        return value;
    }

    String oneOf(String name, String fallback, String... allowed) {
        var value = text(name, fallback);
        if (!List.of(allowed).contains(value)) {
            var choice = String.join(", ", allowed);
            throw StripeFailure.validation(
                    null, nameOf(name), "Invalid " + nameOf(name) + ": must be one of " + choice);
        }
        return value;
    }

    @Nullable Long integer(String name) {
        var value = text(name);
        if (value == null) {
            return null;
        }
        try {
            return Long.valueOf(value);
        } catch (NumberFormatException notANumber) {
            throw StripeFailure.validation("parameter_invalid_integer", nameOf(name), "Invalid integer: " + value);
        }
    }

    long integer(String name, long fallback) {
        var value = integer(name);
        return value == null ? fallback : value;
    }

    @Nullable BigDecimal decimal(String name) {
        var value = text(name);
        try {
            return value == null ? null : new BigDecimal(value);
        } catch (NumberFormatException notANumber) {
            throw StripeFailure.validation(null, nameOf(name), "Invalid decimal: " + value);
        }
    }

    @Nullable Boolean flag(String name) {
        var value = text(name);
        return switch (value) {
            case null -> null;
            case "true" -> true;
            case "false" -> false;
            default -> throw StripeFailure.validation(null, nameOf(name), "Invalid boolean: " + value);
        };
    }

    boolean flag(String name, boolean fallback) {
        var value = flag(name);
        return value == null ? fallback : value;
    }

    /** The nested object; empty if absent or cleared with an empty text. */
    Params child(String name) {
        return child(name, values.get(name));
    }

    @SuppressWarnings("unchecked")
    private Params child(String name, @Nullable Object value) {
        if (value instanceof Map) {
            return new Params((Map<String, Object>) value, nameOf(name));
        }
        if (value instanceof String text && !text.isEmpty()) {
            throw StripeFailure.validation(null, nameOf(name), "Invalid object: " + nameOf(name));
        }
        return new Params(Map.of(), nameOf(name));
    }

    /** The objects of a list parameter, in the order given. */
    List<Params> children(String name) {
        var list = child(name);
        var children = new ArrayList<Params>();
        list.values().forEach((index, value) -> children.add(list.child(index, value)));
        return children;
    }

    /** The texts of a list parameter. */
    List<String> texts(String name) {
        var list = child(name);
        var texts = new ArrayList<String>();
        list.values().keySet().forEach(index -> texts.add(list.required(index)));
        return texts;
    }

    boolean isList() {
        return values.keySet().stream().allMatch(key -> key.chars().allMatch(Character::isDigit));
    }

    String nameOf(String name) {
        return path.isEmpty() ? name : path + "[" + name + "]";
    }
}
