package io.tollgate.admin.users;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The filters of a {@link UserQuery} as a where clause: our words, and the request's values as parameters. Who was erased is nobody any
 * more. What is searched for is a {@link UserSearch}.
 */
final class UserConditions {

    private final List<String> conditions = new ArrayList<>(List.of("erased_at is null"));
    private final Map<String, Object> values = new LinkedHashMap<>();
    private String afterCursor = "true";

    static UserConditions of(UserQuery query) {
        UserConditions where = new UserConditions();
        where.add("is_active = :active", "active", query.active());
        where.add("is_verified = :verified", "verified", query.verified());
        where.add("is_admin = :admin", "admin", query.admin());
        where.add(
                "provider = :provider",
                "provider",
                query.provider() == null ? null : query.provider().value());
        where.add("created_at >= :createdFrom", "createdFrom", query.createdFrom());
        where.add("created_at < :createdTo", "createdTo", query.createdTo());
        return where;
    }

    /** These, and only what comes after the cursor. */
    UserConditions after(@Nullable UserCursor cursor) {
        if (cursor != null) {
            afterCursor = cursor.sort().after();
            add(afterCursor, "after", cursor.value());
            values.put("afterId", cursor.id());
        }
        return this;
    }

    String sql() {
        return String.join(" and ", conditions);
    }

    /** What comes after the cursor, for rows to which all else applies already. */
    String cursorSql() {
        return afterCursor;
    }

    Map<String, Object> values() {
        return values;
    }

    private void add(String condition, String name, @Nullable Object value) {
        if (value != null) {
            conditions.add(condition);
            values.put(name, value);
        }
    }
}
