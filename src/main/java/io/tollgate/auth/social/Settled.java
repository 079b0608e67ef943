package io.tollgate.auth.social;

import io.tollgate.user.User;

/** Whose account an identity leads to. */
sealed interface Settled {

    /** Perhaps a deactivated one. */
    record Owner(User user) implements Settled {}

    record NotAdmitted(Refusal refusal) implements Settled {}
}
