package io.tollgate.platform.jobs;

/**
 * A promise of work that hangs on another row.
 *
 * @param cause that row's name; may stand once in a statement
 */
public record Caused(String cause, OutboxRow promise) {}
