package io.tollgate.platform.web;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import tools.jackson.core.JacksonException;

/** The name under which a field stands in {@code errors}: the last element of its path, as the client spelt it. */
final class FieldNames {

    private FieldNames() {}

    static String last(List<JacksonException.Reference> path) {
        return path.reversed().stream()
                .map(JacksonException.Reference::getPropertyName)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("body");
    }

    /** {@code newPassword} → {@code new_password}. */
    static String snakeCase(String property) {
        return property.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }
}
