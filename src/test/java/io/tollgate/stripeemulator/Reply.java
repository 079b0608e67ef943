package io.tollgate.stripeemulator;

import org.reactivestreams.Publisher;

/** What the server does with a request once its effects are done. */
sealed interface Reply {
    record Now(Answer answer) implements Reply {}

    /** Runs {@code answered} at {@code moment}, and answers. */
    record Later(Answer answer, Publisher<?> moment, Runnable answered) implements Reply {}

    /** Leaves the caller waiting until it gives up. */
    record Silence() implements Reply {}

    /** Closes the connection without a byte of an answer. */
    record Reset() implements Reply {}
}
