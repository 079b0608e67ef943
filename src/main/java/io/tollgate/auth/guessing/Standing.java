package io.tollgate.auth.guessing;

import java.time.Duration;

/**
 * How an account stood when one more guess came.
 *
 * @param failures in a row before this one
 * @param refusedFor zero when the guess was counted; else it must not even be compared, for this long
 */
record Standing(int failures, Duration refusedFor) {

    boolean refused() {
        return !refusedFor.isZero();
    }
}
