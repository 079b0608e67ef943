package io.tollgate.auth.deactivation;

/** What became of a deactivation. */
public enum DeactivationResult {
    DEACTIVATED,
    /** They were deactivated already, for another reason or until another moment: the later order holds. */
    CHANGED,
    /** There is no such user, or they are deactivated already just so: nothing was changed. */
    NOT_ACTIVE,
    /** Nobody would be left who could undo it. */
    LAST_ADMINISTRATOR
}
