package io.tollgate.auth.registration;

import java.util.Locale;
import java.util.Set;

/** Usernames that would pass for us. */
public final class ReservedNames {

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

    private ReservedNames() {}

    public static boolean contain(String username) {
        return NAMES.contains(username.toLowerCase(Locale.ROOT));
    }
}
