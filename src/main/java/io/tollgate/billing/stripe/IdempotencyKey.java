package io.tollgate.billing.stripe;

import java.util.Objects;

/**
 * Names one business operation at Stripe, so that sending it again does not do it again (Stripe API reference, idempotent
 * requests). The same for every try of one attempt and never random: after a time-out nobody knows whether Stripe has done
 * it. A new attempt is a new operation and only made when the outcome of the last one is known.
 *
 * @param value {@code <operation>:<our id>:<attempt>}, 1 to 255 characters
 */
public record IdempotencyKey(String value) {

    private static final int LONGEST = 255;

    public IdempotencyKey {
        if (value.isBlank() || value.length() > LONGEST) {
            throw new IllegalArgumentException("An idempotency key has 1 to 255 characters");
        }
    }

    /**
     * @param operation what is done, in a word: {@code checkout}
     * @param ourId what it is done for, an id of ours that outlives a crash
     * @param attempt 1 for the first
     */
    public static IdempotencyKey of(String operation, Object ourId, int attempt) {
        String id = Objects.toString(ourId);
        if (operation.isBlank() || id.isBlank()) {
            throw new IllegalArgumentException("An idempotency key names an operation and an id");
        }
        return new IdempotencyKey(operation + ":" + id + ":" + attempt);
    }

    @Override
    public String toString() {
        return value;
    }
}
