package io.tollgate.user;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** All that a user is told about themselves: the account and the profile. */
record MeView(
        UUID id,
        String email,
        String username,
        String provider,
        @JsonProperty("is_verified") boolean verified,
        @JsonProperty("is_active") boolean active,
        @JsonProperty("is_admin") boolean admin,
        Profile profile,
        Instant createdAt) {

    /** What users may tell about themselves; empty after registration. */
    record Profile(
            @Nullable String firstName,
            @Nullable String lastName,
            @Nullable String pictureUrl) {}

    static MeView of(User user, Profile profile) {
        return new MeView(
                user.id(),
                user.emailDisplay(),
                user.username(),
                user.provider().value(),
                user.verified(),
                user.active(),
                user.admin(),
                profile,
                user.createdAt());
    }
}
