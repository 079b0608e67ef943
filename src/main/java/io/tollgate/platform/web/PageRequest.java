package io.tollgate.platform.web;

import org.springframework.web.reactive.function.server.ServerRequest;

/** {@code ?limit=1..100 (20)&offset=0..}. */
public record PageRequest(int limit, int offset) {

    private static final int DEFAULT_LIMIT = 20;
    private static final int MAX_LIMIT = 100;

    /** 422 for anything that is not a number in range. */
    public static PageRequest of(ServerRequest request) {
        int limit = number(request, "limit", DEFAULT_LIMIT);
        int offset = number(request, "offset", 0);
        if (limit < 1 || limit > MAX_LIMIT) {
            throw ApiException.invalid("limit", "Must be between 1 and " + MAX_LIMIT);
        }
        if (offset < 0) {
            throw ApiException.invalid("offset", "Must not be negative");
        }
        return new PageRequest(limit, offset);
    }

    private static int number(ServerRequest request, String name, int otherwise) {
        String text = request.queryParam(name).orElse("");
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException _) {
            throw ApiException.invalid(name, "Must be a whole number");
        }
    }
}
