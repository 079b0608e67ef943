package io.tollgate.platform.web;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.Path;
import jakarta.validation.Validator;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotNull;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Holds a request record against its constraints. */
@Component
public class Validation {

    private final Validator validator;

    Validation(Validator validator) {
        this.validator = validator;
        readMessages();
    }

    /** The value itself, or 422 with one message per broken field. */
    public <T> T check(T value) {
        Set<ConstraintViolation<T>> violations = validator.validate(value);
        if (!violations.isEmpty()) {
            throw ApiException.invalid(messages(violations));
        }
        return value;
    }

    /** The files of messages are read with the first violations: better now than by the first request's event loop. */
    private void readMessages() {
        validator.validate(new Faulty(null, "no address", 1));
    }

    private record Faulty(
            @NotNull @Nullable String missing,
            @Email String email,
            @Max(0) int above) {}

    private static Map<String, String> messages(Set<? extends ConstraintViolation<?>> violations) {
        Map<String, String> messages = new TreeMap<>();
        violations.forEach(violation -> messages.merge(
                lastOf(violation.getPropertyPath()),
                violation.getMessage(),
                // Two broken constraints on one field: the same one is told each time.
                (one, other) -> one.compareTo(other) <= 0 ? one : other));
        return messages;
    }

    private static String lastOf(Path path) {
        String last = "body";
        for (Path.Node node : path) {
            last = node.getName() == null ? last : node.getName();
        }
        return FieldNames.snakeCase(last);
    }
}
