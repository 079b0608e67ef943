package io.tollgate.platform.idempotency;

import java.util.UUID;

/** What became of the wish to work on a request. */
sealed interface Claim {

    /** It is ours until the lease ends. */
    record Granted(UUID attemptId) implements Claim {}

    record Answered(Answer answer) implements Claim {}

    record InUse() implements Claim {}

    /** It was done, and the answer is lost. */
    record Lost() implements Claim {}

    /** The key belongs to another request. */
    record Reused() implements Claim {}
}
