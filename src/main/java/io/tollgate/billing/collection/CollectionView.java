package io.tollgate.billing.collection;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an invoice gets paid, as an administrator sees it.
 *
 * @param failures of attempts that were made by ourselves
 * @param data the attempts, the oldest first
 */
record CollectionView(
        @Schema(example = "2") int failures,

        @Schema(description = "When it is tried again by itself") @Nullable Instant nextAttemptAt,

        List<AttemptView> data) {

    static CollectionView of(Collection collection, List<Attempt> attempts, CollectionProperties properties) {
        return new CollectionView(
                collection.failures(),
                collection.nextAttemptAt(),
                attempts.stream()
                        .map(attempt -> AttemptView.of(attempt, properties))
                        .toList());
    }
}
