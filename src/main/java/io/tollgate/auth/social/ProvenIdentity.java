package io.tollgate.auth.social;

import io.tollgate.user.EmailAddress;
import io.tollgate.user.User;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who somebody is elsewhere, as the provider has just told us itself.
 *
 * @param subject the provider's unchanging name for the account
 * @param email the address there, whether or not it was verified
 * @param authoritative whether the provider says so of mailboxes it runs or has just asked: Google vouches for an address elsewhere
 *     for ever, though the mailbox may have changed hands since
 * @param fallbackEmail of GitHub users who show no address, as in the original system; nobody reads mail there
 * @param username what the user might be called here
 * @param numbered a number belongs behind the name, since many people have the same
 * @param token the id_token this was read from, good for one use
 */
record ProvenIdentity(
        User.Provider provider,
        String subject,
        @Nullable String email,
        boolean emailVerified,
        boolean authoritative,
        @Nullable String fallbackEmail,
        String username,
        boolean numbered,
        Person person,
        @Nullable UsedToken token) {

    /** As strict as registration: of two letters that are lower-cased to the same one, an address has only the plain one. */
    private static final Pattern ADDRESS = Pattern.compile(EmailAddress.PATTERN);

    /** For the profile, where the user has said nothing else. */
    record Person(
            @Nullable String firstName,
            @Nullable String lastName,
            @Nullable String pictureUrl) {}

    /** @param signed what of the token is signed: its signature can be spelt in several ways */
    record UsedToken(String signed, Instant expiresAt) {

        @Override
        public String toString() {
            return "UsedToken[]";
        }
    }

    /** The address whose mailbox the provider vouches for; null when it vouches for none. */
    @Nullable String provenEmail() {
        return emailVerified && email != null && ADDRESS.matcher(email).matches() ? email : null;
    }

    ProvenIdentity from(UsedToken used) {
        return new ProvenIdentity(
                provider,
                subject,
                email,
                emailVerified,
                authoritative,
                fallbackEmail,
                username,
                numbered,
                person,
                used);
    }

    @Override
    public String toString() {
        return "ProvenIdentity[" + provider + "]";
    }
}
