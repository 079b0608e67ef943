package io.tollgate.user;

import java.util.Locale;
import java.util.Set;

/**
 * How users may call themselves: ASCII without an at sign, so that no two look alike and none like an address, since people log in
 * with either; and nothing that would pass for us.
 */
public final class Usernames {

    public static final String PATTERN = "[A-Za-z0-9](?:[A-Za-z0-9._-]{1,62})[A-Za-z0-9]";

    public static final String RULE =
            "3 to 64 letters, digits, dots, hyphens and underscores, the first and last a letter or digit";

    public static final String RESERVED = "This name is reserved";

    private static final Set<String> NAMES = Set.of(
            "abuse",
            "account",
            "accounts",
            "admin",
            "administrator",
            "anonymous",
            "api",
            "auth",
            "billing",
            "contact",
            "everyone",
            "help",
            "helpdesk",
            "hostmaster",
            "info",
            "login",
            "logout",
            "mail",
            "me",
            "moderator",
            "no-reply",
            "nobody",
            "noreply",
            "null",
            "official",
            "owner",
            "payments",
            "postmaster",
            "register",
            "root",
            "security",
            "service",
            "settings",
            "staff",
            "stripe",
            "superuser",
            "support",
            "sysadmin",
            "system",
            "team",
            "tollgate",
            "undefined",
            "webmaster");

    private Usernames() {}

    public static boolean reserved(String username) {
        return NAMES.contains(username.toLowerCase(Locale.ROOT));
    }
}
