package io.tollgate.billing.usage;

import java.io.Serial;

/** One event cannot be taken; its neighbours can. Carries no stack: bad events may come by the thousand. */
final class UsageRefused extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String field;

    UsageRefused(String field, String reason) {
        super(reason, null, false, false);
        this.field = field;
    }

    UsageResult result() {
        return new UsageResult.Rejected(field, String.valueOf(getMessage()));
    }
}
