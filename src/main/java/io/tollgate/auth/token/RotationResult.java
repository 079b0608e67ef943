package io.tollgate.auth.token;

/** What became of a refresh token that was handed in. All of them commit: a refusal leaves its trace, too. */
sealed interface RotationResult {

    /** The child, new or once more the same. */
    record Rotated(Family family) implements RotationResult {}

    /** There is no such token. */
    record Unknown() implements RotationResult {}

    record Expired() implements RotationResult {}

    /** The session was over before. */
    record Ended() implements RotationResult {}

    /** Two hold the same token: the session is over from now on. */
    record Reused() implements RotationResult {}
}
