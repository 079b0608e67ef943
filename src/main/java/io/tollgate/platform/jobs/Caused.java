package io.tollgate.platform.jobs;

/** A promise of work that hangs on another row, whose name is its cause: see {@link Outbox#enqueueCaused}. */
public final class Caused {

    private final String cause;
    private final OutboxRow promise;

    Caused(String cause, OutboxRow promise) {
        this.cause = cause;
        this.promise = promise;
    }

    String cause() {
        return cause;
    }

    OutboxRow promise() {
        return promise;
    }
}
