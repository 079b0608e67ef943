package io.tollgate.auth.token;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A refresh token's row and that of its child, read under the lock of the family.
 *
 * @param usedAt when it was exchanged for its child
 * @param handedOutAt when the present child was first handed out
 * @param secondChild the first child was replaced, since its answer was lost
 * @param invalidated it was such a first child
 * @param childUsed somebody has got the child, and used it
 */
record RefreshTokenState(
        RefreshToken token,
        @Nullable Instant usedAt,
        @Nullable Instant handedOutAt,
        boolean secondChild,
        boolean invalidated,
        @Nullable RefreshToken child,
        boolean childUsed) {

    /** How long an answer may have been lost before a repeated request is no mishap any more. */
    static final Duration LOST_ANSWER = Duration.ofHours(24);

    /** A retry, or a second tab: gets what the first request got. */
    boolean repeatedWithin(Duration grace, Instant now) {
        return handedOutAt != null && !invalidated && !now.isAfter(handedOutAt.plus(grace));
    }

    /**
     * The answer with the child never arrived. A new child takes the place of the lost one, once: should both turn up, two
     * parties hold tokens of one family, and the next use tells.
     */
    boolean answerWasLost(Instant now) {
        return usedAt != null
                && child != null
                && !childUsed
                && !secondChild
                && !invalidated
                && !now.isAfter(usedAt.plus(LOST_ANSWER));
    }

    boolean fresh() {
        return usedAt == null && !invalidated;
    }
}
