package io.tollgate.admin.users;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The beginning of an e-mail address, a username or an id. Each of the three has an index of its own; a user who is found by
 * several is found in the first only.
 */
final class UserSearch {

    private static final Pattern ID_PREFIX = Pattern.compile("[0-9a-f]{4,8}|[0-9a-f]{8}-[0-9a-f-]{0,27}");
    private static final int ID_DIGITS = 32;

    private static final String EMAIL = "email like :prefix";
    private static final String USERNAME = "lower(username) like :prefix";
    private static final String ID = "id between :lowestId and :highestId";

    private final List<Way> ways = new ArrayList<>();
    private final Map<String, Object> values = new LinkedHashMap<>();

    /**
     * One index.
     *
     * @param order its own, so that a few can be taken from it without a look at all the others
     */
    record Way(String condition, String order) {}

    /** @param prefix in lower case */
    UserSearch(String prefix) {
        values.put("prefix", literally(prefix) + "%");
        ways.add(new Way(EMAIL, "email using ~<~"));
        ways.add(new Way(USERNAME + " and not (" + EMAIL + ")", "lower(username) using ~<~"));
        String digits = prefix.replace("-", "");
        if (ID_PREFIX.matcher(prefix).matches() && digits.length() <= ID_DIGITS) {
            values.put("lowestId", id(digits, '0'));
            values.put("highestId", id(digits, 'f'));
            ways.add(new Way(ID + " and not (" + EMAIL + ") and not (" + USERNAME + ")", "id"));
        }
    }

    List<Way> ways() {
        return ways;
    }

    /** By whichever index. */
    String anyWay() {
        return ways.size() > 2
                ? "(" + EMAIL + " or " + USERNAME + " or " + ID + ")"
                : "(" + EMAIL + " or " + USERNAME + ")";
    }

    Map<String, Object> values() {
        return values;
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
