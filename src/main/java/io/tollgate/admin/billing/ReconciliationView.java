package io.tollgate.admin.billing;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tollgate.billing.reconciliation.Difference;
import io.tollgate.billing.reconciliation.Reconciliation;
import io.tollgate.platform.web.Page;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The report of a reconciliation.
 *
 * @param status {@code running}, {@code finished} or {@code abandoned}
 * @param startedBy the administrator who asked for it; null for the nightly one
 * @param check what is being compared while it runs
 * @param checked objects compared
 * @param drift differences found
 * @param driftByKind the same by kind; kinds of which there is none are absent
 * @param differences null in lists
 */
record ReconciliationView(
        UUID id,

        @Schema(allowableValues = {"finished", "running", "abandoned"})
        String status,

        @Nullable UUID startedBy,
        Instant since,
        @Nullable String check,
        long checked,
        long drift,
        Map<String, Long> driftByKind,
        Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable Page<Difference> differences) {

    static ReconciliationView of(Reconciliation run, @Nullable Page<Difference> differences) {
        return new ReconciliationView(
                run.id(),
                run.status(),
                run.startedBy(),
                run.since(),
                run.check(),
                run.checked(),
                run.drift().values().stream().mapToLong(Long::longValue).sum(),
                run.drift(),
                run.startedAt(),
                run.finishedAt(),
                differences);
    }
}
