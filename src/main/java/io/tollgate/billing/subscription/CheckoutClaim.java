package io.tollgate.billing.subscription;

/** Who makes a user's checkout page. */
sealed interface CheckoutClaim {

    /** It is there. */
    record Ready(String url) implements CheckoutClaim {}

    /** We do, for this intent. */
    record Ours(Checkout checkout) implements CheckoutClaim {}

    /** Somebody else is at it just now. */
    record Theirs() implements CheckoutClaim {}
}
