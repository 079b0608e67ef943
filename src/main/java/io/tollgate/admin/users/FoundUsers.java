package io.tollgate.admin.users;

import io.tollgate.user.User;
import java.util.List;

/**
 * What a query found.
 *
 * @param counted how many there are in all, counted up to {@link #COUNTED} and one more
 * @param users the page, and one more if there is a next
 */
record FoundUsers(long counted, List<User> users) {

    /** Counting a million rows takes longer than reading the page. So few, on the other hand, are read and sorted in a moment. */
    static final int COUNTED = 2_000;

    FoundUsers {
        users = List.copyOf(users);
    }

    boolean few() {
        return counted <= COUNTED;
    }
}
