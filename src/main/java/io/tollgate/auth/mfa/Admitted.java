package io.tollgate.auth.mfa;

import io.tollgate.auth.token.Family;

/** What a proven first factor led to. */
public sealed interface Admitted {

    /** A session, whose tokens are now to be handed out. */
    record SessionOpened(Family family) implements Admitted {}
}
