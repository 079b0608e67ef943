package io.tollgate.billing.entitlement;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What came of a use. */
sealed interface ConsumeResult {

    /** @param repeated it was counted before, under the same name; the answer is the one of then */
    record Counted(Consumed consumed, boolean repeated) implements ConsumeResult {}

    /** The hard limit does not allow so much more; nothing is counted. */
    record Exhausted(long used, long limit, @Nullable Instant resetsAt) implements ConsumeResult {}

    /** The name was used for another use. */
    record OtherUse() implements ConsumeResult {}
}
