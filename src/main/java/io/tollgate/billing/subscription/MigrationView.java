package io.tollgate.billing.subscription;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A migration as administrators see it.
 *
 * @param status {@code running} or {@code finished}
 * @param problems the first hundred subscriptions that were skipped or refused by Stripe
 */
record MigrationView(
        UUID id,
        UUID planId,
        UUID toVersionId,
        @Nullable Integer fromVersion,

        @Schema(allowableValues = {"none", "create_prorations", "always_invoice"})
        String prorationBehavior,

        @Schema(allowableValues = {"running", "finished"}) String status,
        long total,
        long pending,
        long migrated,
        long skipped,
        long failed,
        List<Problem> problems,
        Instant createdAt,
        @Nullable Instant finishedAt) {

    /** A subscription that stayed where it was, and why. */
    @Schema(name = "MigrationProblem")
    record Problem(
            UUID subscriptionId,
            @Schema(allowableValues = {"skipped", "failed"}) String status,
            @Nullable String reason) {}

    /** How many subscriptions are where. */
    record Counts(long pending, long migrated, long skipped, long failed) {

        long total() {
            return pending + migrated + skipped + failed;
        }
    }

    static MigrationView of(Migration migration, Counts counts, List<Problem> problems) {
        return new MigrationView(
                migration.id(),
                migration.planId(),
                migration.versionId(),
                migration.fromNumber(),
                migration.proration().value(),
                migration.running() ? "running" : "finished",
                counts.total(),
                counts.pending(),
                counts.migrated(),
                counts.skipped(),
                counts.failed(),
                problems,
                migration.createdAt(),
                migration.finishedAt());
    }
}
