package io.tollgate.user;

import java.util.UUID;

/** A user as the user's own clients see it: {@code {id, email, username, provider}}. */
public record UserView(UUID id, String email, String username, String provider) {

    public static UserView of(User user) {
        return new UserView(
                user.id(), user.emailDisplay(), user.username(), user.provider().value());
    }
}
