package io.tollgate.fakeprovider;

import java.util.Map;

/** An answer. */
record Reply(int status, String type, String body, Map<String, String> headers) {

    static Reply json(int status, String body) {
        return new Reply(status, "application/json", body, Map.of());
    }

    static Reply html(String body) {
        return new Reply(200, "text/html; charset=utf-8", body, Map.of());
    }

    static Reply redirect(String to) {
        return new Reply(302, "text/plain", "", Map.of("Location", to));
    }

    Reply with(String header, String value) {
        return new Reply(status, type, body, Map.of(header, value));
    }
}
