package io.tollgate.auth.serviceaccount;

import io.tollgate.user.ServiceScope;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the audit log is told of a change: each field before and after. */
final class AccountChange {

    private AccountChange() {}

    static Map<String, String> created(ServiceAccount account) {
        return Map.of(
                "name", account.name(),
                "scopes", scopes(account),
                "owner_id", text(account.ownerId()),
                "expires_at", text(account.expiresAt()));
    }

    static Map<String, String> rotated(Duration overlap) {
        return Map.of("overlap", overlap.toString());
    }

    static Map<String, String> between(ServiceAccount before, ServiceAccount after) {
        Map<String, String> changes = new TreeMap<>();
        put(changes, "name", before.name(), after.name());
        put(changes, "scopes", scopes(before), scopes(after));
        put(changes, "owner_id", text(before.ownerId()), text(after.ownerId()));
        put(changes, "expires_at", text(before.expiresAt()), text(after.expiresAt()));
        return changes;
    }

    private static void put(Map<String, String> changes, String field, String before, String after) {
        if (!before.equals(after)) {
            changes.put(field + ".before", before);
            changes.put(field + ".after", after);
        }
    }

    private static String scopes(ServiceAccount account) {
        return account.scopes().stream().map(ServiceScope::value).sorted().collect(Collectors.joining(" "));
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
