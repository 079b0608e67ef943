package io.tollgate.auth.emailchange;

/** What a link did. */
enum ConfirmResult {
    /** This mailbox has agreed; the other has yet to. */
    HALF,
    /** Both have agreed, and the address is changed. */
    CHANGED,
    CANCELLED,
    /** Unknown, used or expired, or the address is somebody else's by now: nobody is told which. */
    INVALID
}
