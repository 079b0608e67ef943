package io.tollgate.admin.users;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The where clause of a {@link UserQuery}: our words, and the request's values as parameters. */
final class UserConditions {

    private static final Pattern ID_PREFIX = Pattern.compile("[0-9a-f]{4,8}|[0-9a-f]{8}-[0-9a-f-]{0,27}");
    private static final int ID_DIGITS = 32;

    private final List<String> conditions = new ArrayList<>(List.of("true"));
    private final Map<String, Object> values = new LinkedHashMap<>();

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
        where.addSearch(query.search());
        return where;
    }

    /** These, and only what comes after the cursor. */
    UserConditions after(@Nullable UserCursor cursor) {
        if (cursor != null) {
            add(cursor.sort().after(), "after", cursor.value());
            values.put("afterId", cursor.id());
        }
        return this;
    }

    String sql() {
        return String.join(" and ", conditions);
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

    private void addSearch(@Nullable String prefix) {
        if (prefix == null) {
            return;
        }
        String byName = "email like :prefix or lower(username) like :prefix";
        values.put("prefix", literally(prefix) + "%");
        if (ID_PREFIX.matcher(prefix).matches()) {
            String digits = prefix.replace("-", "");
            conditions.add("(" + byName + " or id between :lowestId and :highestId)");
            values.put("lowestId", id(digits, '0'));
            values.put("highestId", id(digits, 'f'));
        } else {
            conditions.add("(" + byName + ")");
        }
    }

    /** What means something to LIKE stands for itself. */
    private static String literally(String text) {
        return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }

    private static UUID id(String digits, char rest) {
        String all = digits + String.valueOf(rest).repeat(ID_DIGITS - digits.length());
        BigInteger number = new BigInteger(all, 16);
        return new UUID(number.shiftRight(Long.SIZE).longValue(), number.longValue());
    }
}
