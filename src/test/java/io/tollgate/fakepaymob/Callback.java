package io.tollgate.fakepaymob;

/** What Paymob would deliver. @param hmac goes into the query */
public record Callback(
        String body, @org.jspecify.annotations.Nullable String hmac) {}
