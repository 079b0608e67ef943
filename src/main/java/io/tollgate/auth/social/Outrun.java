package io.tollgate.auth.social;

/** Somebody else was first with the same identity, address or name. Rolls back; begun again, it finds what the other one made. */
final class Outrun extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Outrun() {
        super("Outrun", null, false, false);
    }
}
