package io.tollgate.admin.users;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tollgate.user.User;
import java.time.Instant;
import java.util.UUID;

/** A user in the list. */
record AdminUserView(
        UUID id,
        String email,
        String username,
        String provider,
        @JsonProperty("is_admin") boolean admin,
        @JsonProperty("is_active") boolean active,
        @JsonProperty("is_verified") boolean verified,
        Instant createdAt) {

    static AdminUserView of(User user) {
        return new AdminUserView(
                user.id(),
                user.emailDisplay(),
                user.username(),
                user.provider().value(),
                user.admin(),
                user.active(),
                user.verified(),
                user.createdAt());
    }
}
