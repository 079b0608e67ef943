package io.tollgate.stripeemulator;

import java.time.Duration;

/** What the server does with a request once its effects are done. */
sealed interface Reply {
    record Now(Answer answer) implements Reply {}

    /** Answers after {@code delay}, then runs {@code answered}. */
    record Later(Answer answer, Duration delay, Runnable answered) implements Reply {}

    /** Leaves the caller waiting until it gives up. */
    record Silence() implements Reply {}

    /** Closes the connection without a byte of an answer. */
    record Reset() implements Reply {}
}
