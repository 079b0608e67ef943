package io.tollgate.billing.stripe;

import java.util.EnumSet;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads Stripe's lower-case words into enums. New words come without a new version, so an unknown one is no error. */
final class StripeWord {

    private StripeWord() {}

    static <E extends Enum<E>> E of(Class<E> type, @Nullable String word, E unknown) {
        if (word == null) {
            return unknown;
        }
        String name = word.toUpperCase(Locale.ROOT);
        return EnumSet.allOf(type).stream()
                .filter(value -> value.name().equals(name))
                .findFirst()
                .orElse(unknown);
    }
}
