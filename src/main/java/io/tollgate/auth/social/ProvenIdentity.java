package io.tollgate.auth.social;

import io.tollgate.user.User;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who somebody is elsewhere, as the provider has just told us itself.
 *
 * @param subject the provider's unchanging name for the account
 * @param email the address there, whether or not it was verified
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
        @Nullable String fallbackEmail,
        String username,
        boolean numbered,
        Person person,
        @Nullable UsedToken token) {

    private static final Pattern ADDRESS = Pattern.compile("[^\\s\\p{Cntrl}@]{1,64}@[^\\s\\p{Cntrl}@]{1,189}");

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
                provider, subject, email, emailVerified, fallbackEmail, username, numbered, person, used);
    }

    @Override
    public String toString() {
        return "ProvenIdentity[" + provider + "]";
    }
}
