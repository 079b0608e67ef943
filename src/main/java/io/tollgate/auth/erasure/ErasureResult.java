package io.tollgate.auth.erasure;

/** What became of an erasure. */
public enum ErasureResult {
    ERASED,
    /** There is no such user, or nothing of them any more. */
    NOT_THERE,
    /** Nobody would be left to administer. */
    LAST_ADMINISTRATOR
}
