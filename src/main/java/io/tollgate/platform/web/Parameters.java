package io.tollgate.platform.web;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.ServerRequest;

/** Reads filters out of a query, and ids out of a path. */
public final class Parameters {

    private static final int MAX_WORD = 100;

    private Parameters() {}

    /** Null where the query has none of that name, or an empty one. */
    public static <T> @Nullable T of(ServerRequest request, String name, Function<String, T> parse) {
        return request.queryParam(name)
                .filter(text -> !text.isEmpty())
                .map(parse)
                .orElse(null);
    }

    /** 422 for what cannot be the name of anything: too long, or with control characters (no column takes a NUL). */
    public static @Nullable String word(ServerRequest request, String name) {
        return of(request, name, text -> {
            if (text.length() > MAX_WORD || text.chars().anyMatch(Character::isISOControl)) {
                throw ApiException.invalid(name, "Must be 1 to " + MAX_WORD + " printable characters");
            }
            return text;
        });
    }

    /** 422 for what is no time. */
    public static @Nullable Instant time(ServerRequest request, String name) {
        return of(request, name, text -> Times.parse(name, text));
    }

    /** 422 for what is no UUID. */
    public static @Nullable UUID uuid(ServerRequest request, String name) {
        return of(request, name, text -> uuid(text).orElseThrow(() -> ApiException.invalid(name, "Must be a UUID")));
    }

    /** Of the path; empty for what is no UUID, which is the id of nothing. */
    public static Optional<UUID> id(ServerRequest request, String name) {
        return uuid(request.pathVariable(name));
    }

    /** Of the path; 422 for what is no UUID. */
    public static UUID requiredId(ServerRequest request, String name) {
        return requiredId(request, name, name);
    }

    /** @param field what the answer calls it */
    public static UUID requiredId(ServerRequest request, String name, String field) {
        return id(request, name).orElseThrow(() -> ApiException.invalid(field, "Must be a UUID"));
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
