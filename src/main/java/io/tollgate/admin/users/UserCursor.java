package io.tollgate.admin.users;

import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.Times;
import io.tollgate.user.User;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/**
 * Where the next page begins: behind this user in this order. Opaque to clients, so that it may change; whatever they make up, it
 * only ever stands in a comparison.
 */
record UserCursor(UserSort sort, String value, UUID id) {

    private static final String SEPARATOR = "\n";

    static UserCursor behind(User user, UserSort sort) {
        return new UserCursor(sort, sort.valueOf(user), user.id());
    }

    static UserCursor parse(String text, UserSort sort) {
        try {
            String[] parts =
                    new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split(SEPARATOR, -1);
            if (parts.length == 3 && parts[0].equals(sort.name()) && parts[1].indexOf('\0') < 0) {
                UserCursor cursor = new UserCursor(sort, parts[1], UUID.fromString(parts[2]));
                return cursor.checked();
            }
        } catch (IllegalArgumentException | DateTimeException _) {
            // Falls through.
        }
        throw ApiException.invalid("cursor", "Not a cursor of this list and order");
    }

    String text() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(String.join(SEPARATOR, sort.name(), value, id.toString())
                        .getBytes(StandardCharsets.UTF_8));
    }

    private UserCursor checked() {
        if (sort.column() == UserSort.Column.CREATED_AT) {
            Instant _ = Times.parse(value);
        }
        return this;
    }
}
