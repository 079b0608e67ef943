package io.tollgate.platform.openapi;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a field of this name or format looks like, wherever it stands. */
final class FieldExamples {

    private static final Map<String, Object> BY_NAME = Map.ofEntries(
            Map.entry("email", "ada@example.com"),
            Map.entry("username", "ada"),
            Map.entry("password", "a sentence nobody else says"),
            Map.entry("old_password", "a sentence nobody else says"),
            Map.entry("new_password", "another one, just as odd"),
            Map.entry("token", "eyJ0eXAiOiJhdCtqd3QiLCJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIwMTlhYTFiMiJ9.c2lnbmF0dXJl"),
            Map.entry(
                    "refresh_token", "eyJ0eXAiOiJydCtqd3QiLCJhbGciOiJIUzI1NiJ9.eyJqdGkiOiIwMTlhYTFiMyJ9.c2lnbmF0dXJl"),
            Map.entry("mfa_token", "Zk3vQm1q0oYt8sHcW2bXr5uN7pLdE9aJ4gTiV6yKfRw"),
            Map.entry("recovery_codes", "4k7m-x2p9-wq8t-5hzc"),
            Map.entry("code", "123456"),
            Map.entry("flow_id", "Yq3vT8rXk0mPz5sWd2bHc7"),
            Map.entry("type", "Bearer"),
            Map.entry("message", "Done"),
            Map.entry("name", "Ada's phone"),
            Map.entry("first_name", "Ada"),
            Map.entry("last_name", "Lovelace"),
            Map.entry("picture_url", "https://example.com/ada.png"),
            Map.entry("ip", "203.0.113.7"),
            Map.entry("device", "Firefox on Linux"),
            Map.entry("methods", "pwd"),
            Map.entry("currency", "USD"),
            Map.entry("checkout_url", "https://checkout.stripe.com/c/pay/cs_test_a1b2c3"),
            Map.entry("reason", "Ticket 4711"),
            Map.entry("action", "login"),
            Map.entry("outcome", "success"));

    private static final Map<String, Object> BY_FORMAT = Map.of(
            "uuid", "019aa1b2-3c4d-7e5f-8a6b-7c8d9e0f1a2b",
            "date-time", "2026-11-21T08:00:00Z",
            "date", "2026-11-21",
            "email", "ada@example.com",
            "uri", "https://example.com/",
            "byte", "AAEC",
            "binary", "");

    private static final Map<String, Object> BY_TYPE = Map.of("boolean", true, "integer", 1, "number", 1);

    private FieldExamples() {}

    /** Null where nothing is known. */
    static @Nullable Object of(String name, String type, @Nullable String format) {
        if (format != null && BY_FORMAT.containsKey(format)) {
            return BY_FORMAT.get(format);
        }
        if (!type.equals("string")) {
            return BY_TYPE.get(type);
        }
        return BY_NAME.get(name);
    }
}
