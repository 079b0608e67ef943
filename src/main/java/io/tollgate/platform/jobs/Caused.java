package io.tollgate.platform.jobs;

/** A promise of work that hangs on another row, whose name is its cause: see {@link Outbox#enqueueCaused}. */
public final class Caused {

    private final String cause;
    private final OutboxRow promise;
    private final boolean hurried;

    Caused(String cause, OutboxRow promise, boolean hurried) {
        this.cause = cause;
        this.promise = promise;
        this.hurried = hurried;
    }

    String cause() {
        return cause;
    }

    OutboxRow promise() {
        return promise;
    }

    boolean hurried() {
        return hurried;
    }
}
