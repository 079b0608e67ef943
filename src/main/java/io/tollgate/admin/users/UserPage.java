package io.tollgate.admin.users;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of users.
 *
 * @param total how many there are, counted no further than a limit
 * @param totalIsExact false when there are more than were counted
 * @param nextOffset where the next page begins; null at the end, where a cursor was given and where no offset is allowed
 * @param nextCursor where the next page begins, however far that is; null at the end
 */
record UserPage(
        List<AdminUserView> data,
        long total,
        boolean totalIsExact,
        int limit,
        int offset,
        boolean hasNext,
        @Nullable Integer nextOffset,
        @Nullable Integer prevOffset,
        @Nullable String nextCursor) {}
