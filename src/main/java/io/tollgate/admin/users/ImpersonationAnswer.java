package io.tollgate.admin.users;

import io.tollgate.user.UserView;

/**
 * An access token in a user's place.
 *
 * @param type always {@code Bearer}
 * @param expiresIn seconds
 */
record ImpersonationAnswer(String token, String type, long expiresIn, UserView user) {

    @Override
    public String toString() {
        return "ImpersonationAnswer[user=" + user.id() + "]";
    }
}
