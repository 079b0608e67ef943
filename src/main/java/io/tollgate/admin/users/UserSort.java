package io.tollgate.admin.users;

import io.tollgate.platform.web.ApiException;
import io.tollgate.user.User;
import java.util.Locale;

/**
 * The orders in which users can be listed; each has an index. What stands in a query comes from here and never from a request.
 *
 * @param column one of ours
 */
record UserSort(Column column, boolean descending) {

    static final UserSort NEWEST_FIRST = new UserSort(Column.CREATED_AT, true);

    enum Column {
        CREATED_AT("created_at"),
        EMAIL("email"),
        USERNAME("lower(username)");

        private final String sql;

        Column(String sql) {
            this.sql = sql;
        }
    }

    /** {@code created_at}, {@code email} or {@code username}, with a minus before it for the other direction. */
    static UserSort parse(String text) {
        boolean descending = text.startsWith("-");
        String name = descending ? text.substring(1) : text;
        for (Column column : Column.values()) {
            if (column.name().toLowerCase(Locale.ROOT).equals(name)) {
                return new UserSort(column, descending);
            }
        }
        throw ApiException.invalid("sort", "Must be created_at, email or username, with - before it to turn it round");
    }

    /** The same word for the same order, as it stands in cursors. */
    String name() {
        return (descending ? "-" : "") + column.name().toLowerCase(Locale.ROOT);
    }

    String orderBy() {
        String direction = descending ? " desc" : "";
        return column.sql + direction + ", id" + direction;
    }

    /** What comes after the cursor's user. */
    String after() {
        return "(" + column.sql + ", id) " + (descending ? "<" : ">") + " (" + placeholder() + ", :afterId)";
    }

    String valueOf(User user) {
        return switch (column) {
            case CREATED_AT -> user.createdAt().toString();
            case EMAIL -> user.email();
            case USERNAME -> user.username().toLowerCase(Locale.ROOT);
        };
    }

    private String placeholder() {
        return column == Column.CREATED_AT ? ":after::timestamptz" : ":after";
    }
}
