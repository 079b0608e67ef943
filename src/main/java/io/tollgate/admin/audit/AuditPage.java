package io.tollgate.admin.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** @param nextCursor where the older lines begin; null at the end */
record AuditPage(
        List<AuditRow> data,
        int limit,
        boolean hasNext,
        @Nullable String nextCursor) {}
