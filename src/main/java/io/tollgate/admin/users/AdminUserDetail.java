package io.tollgate.admin.users;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user with all that administrators are told.
 *
 * @param mfaMethods of which the user must show one after the first factor; none without a second factor
 * @param liveSessions as many as the list of sessions holds
 * @param deactivation null for who is active
 * @param lastSeenAt when a session of theirs was last opened or refreshed
 */
record AdminUserDetail(
        @JsonUnwrapped AdminUserView user,
        Profile profile,
        boolean hasPassword,
        List<String> mfaMethods,
        long liveSessions,
        @Nullable Instant lastSeenAt,
        @Nullable Deactivation deactivation) {

    AdminUserDetail {
        mfaMethods = List.copyOf(mfaMethods);
    }

    AdminUserDetail with(List<String> methods) {
        return new AdminUserDetail(user, profile, hasPassword, methods, liveSessions, lastSeenAt, deactivation);
    }

    AdminUserDetail withLive(long sessions) {
        return new AdminUserDetail(user, profile, hasPassword, mfaMethods, sessions, lastSeenAt, deactivation);
    }

    record Profile(
            @Nullable String firstName,
            @Nullable String lastName,
            @Nullable String pictureUrl) {}

    /** @param until null for never */
    record Deactivation(Instant at, String reason, @Nullable Instant until) {}
}
