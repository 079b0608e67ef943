package io.tollgate.billing.subscription;

/** Who does what to a subscription. */
sealed interface OperationClaim {

    /** We do what was asked for. */
    record Ours(Operation operation) implements OperationClaim {}

    /** Somebody has left this behind; we have to see to it first. */
    record LeftBehind(Operation operation) implements OperationClaim {}

    /** Somebody else is at the subscription just now. */
    record Theirs() implements OperationClaim {}
}
