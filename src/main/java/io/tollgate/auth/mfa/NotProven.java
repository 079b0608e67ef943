package io.tollgate.auth.mfa;

/** Takes back what a transaction has used up for a proof that was not right. */
final class NotProven extends RuntimeException {

    NotProven() {
        super("Not proven", null, false, false);
    }
}
