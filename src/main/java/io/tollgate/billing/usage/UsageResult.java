package io.tollgate.billing.usage;

/** What became of an event that was told. */
sealed interface UsageResult {

    /** Counted now. */
    record Accepted() implements UsageResult {}

    /** The very same was told under this name before, and counted then. */
    record Duplicate() implements UsageResult {}

    /** Something else was told under this name before; that stays. */
    record Conflict() implements UsageResult {}

    /** It happened longer ago than is looked back. */
    record TooLate() implements UsageResult {}

    /** @param field what is wrong */
    record Rejected(String field, String reason) implements UsageResult {}

    UsageResult ACCEPTED = new Accepted();
    UsageResult DUPLICATE = new Duplicate();
    UsageResult CONFLICT = new Conflict();
    UsageResult TOO_LATE = new TooLate();
}
