package io.tollgate.user;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a service account may be allowed to do, each for itself: {@code usage:write}. */
public enum ServiceScope {
    /** Report metered usage. */
    USAGE_WRITE,
    /** Ask for entitlements and use them up. */
    ENTITLEMENTS_CONSUME;

    /** As stored and shown. */
    @JsonValue
    public String value() {
        return name().toLowerCase(Locale.ROOT).replace('_', ':');
    }

    /** @throws IllegalArgumentException when there is no such scope */
    public static ServiceScope of(String value) {
        return find(value).orElseThrow(() -> new IllegalArgumentException("No such scope"));
    }

    /** Those that are known here: a scope from a newer version allows nothing in an older one. */
    public static Set<ServiceScope> known(Collection<String> values) {
        List<ServiceScope> known =
                values.stream().flatMap(value -> find(value).stream()).toList();
        return known.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(known));
    }

    private static Optional<ServiceScope> find(String value) {
        return Arrays.stream(values())
                .filter(scope -> scope.value().equals(value))
                .findFirst();
    }
}
