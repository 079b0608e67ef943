package io.tollgate.billing.stripe;

import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The notes of ours on a Stripe object: at most 50, keys up to 40 characters without square brackets, values up to 500
 * (Stripe API reference, metadata). An empty value removes a key.
 */
final class StripeMetadata {

    private static final int MOST = 50;
    private static final int LONGEST_KEY = 40;
    private static final int LONGEST_VALUE = 500;

    private StripeMetadata() {}

    /** What Stripe answered; a missing or null value is no entry. */
    static Map<String, String> of(@Nullable Map<String, String> answered) {
        return answered == null
                ? Map.of()
                : answered.entrySet().stream()
                        .filter(entry -> Objects.nonNull(entry.getValue()))
                        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** What may be sent. @throws IllegalArgumentException for what Stripe refuses, or, with brackets, garbles */
    static Map<String, String> checked(Map<String, String> metadata) {
        if (metadata.size() > MOST) {
            throw new IllegalArgumentException("Metadata has at most 50 keys");
        }
        metadata.forEach(StripeMetadata::check);
        return metadata;
    }

    private static void check(String key, String value) {
        if (key.isBlank() || key.length() > LONGEST_KEY || key.indexOf('[') >= 0 || key.indexOf(']') >= 0) {
            throw new IllegalArgumentException("A metadata key has 1 to 40 characters and no square brackets: " + key);
        }
        if (value.length() > LONGEST_VALUE) {
            throw new IllegalArgumentException("A metadata value has up to 500 characters: " + key);
        }
    }
}
