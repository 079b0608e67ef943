package io.tollgate.admin.stats;

import io.swagger.v3.oas.annotations.media.Schema;

/** How many there are, whatever became of them. */
record Totals(
        @Schema(example = "1204") long users,
        @Schema(example = "873") long subscriptions,
        @Schema(example = "5120") long payments) {}
