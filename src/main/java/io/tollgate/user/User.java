package io.tollgate.user;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/**
 * Someone who can sign in.
 *
 * @param email normalised; what uniqueness and look-ups go by
 * @param emailDisplay as the user typed it; where mails go
 */
public record User(
        UUID id,
        String email,
        String emailDisplay,
        String username,
        Provider provider,
        boolean admin,
        boolean active,
        boolean verified,
        Instant createdAt) {

    /** How the account came to be. */
    public enum Provider {
        LOCAL,
        GOOGLE,
        GITHUB;

        /** As stored and shown. */
        public String value() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** May use the product: not deactivated, and the mailbox is proven. */
    public boolean mayAct() {
        return active && verified;
    }

    /**
     * What a mail calls them. Of an account that nobody has proven to be theirs a stranger may have chosen the name, and put a link
     * into it.
     */
    public String greeting() {
        return verified ? username : "there";
    }

    /** What is left of a user who was erased: an id, and no address to write to. */
    public boolean erased() {
        return email.indexOf('@') < 0;
    }

    /** The form under which an address is unique: mailbox providers ignore case, so do we (both parts, deliberately). */
    public static String normaliseEmail(String email) {
        return email.strip().toLowerCase(Locale.ROOT);
    }
}
