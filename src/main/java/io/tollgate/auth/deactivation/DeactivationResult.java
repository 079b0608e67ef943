package io.tollgate.auth.deactivation;

/** What became of a deactivation. */
public enum DeactivationResult {
    DEACTIVATED,
    /** There is no such user, or they are deactivated already: nothing was changed. */
    NOT_ACTIVE,
    /** Nobody would be left who could undo it. */
    LAST_ADMINISTRATOR
}
