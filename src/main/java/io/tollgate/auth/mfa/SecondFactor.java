package io.tollgate.auth.mfa;

import java.util.List;
import java.util.UUID;
import reactor.core.publisher.Mono;

/**
 * Something beyond the first factor by which users prove who they are. All beans of this type are asked: a new kind needs nothing
 * else to be wanted at every login.
 */
public interface SecondFactor {

    /** As it stands in requests and answers: {@code totp}, {@code webauthn}. */
    String method();

    /** What it adds to the methods of a session, in the words of RFC 8176 where there are any. */
    List<String> amr();

    /** True for one that stands in for another, and by itself is no reason to ask for a second factor. */
    default boolean fallback() {
        return false;
    }

    /** Whether the user can use it now: a condition in SQL over {@code :userId}, so that a login asks for all kinds at once. */
    String enrolled();

    /**
     * Whether this is the user's proof. What is accepted is used up in the same statement, so that of parallel callers one is
     * right. Joins the caller's transaction, which holds the user's row and rolls back what is accepted in vain. Failures have been
     * counted before it is asked. False, never an error, for what is wrong, malformed, used before or somebody else's; but a
     * {@link TracedRefusal} for what leaves more than that.
     */
    Mono<Boolean> verify(Occasion occasion, Proof proof);

    /** Forgets all the user has of it. Joins the caller's transaction. */
    Mono<Void> forget(UUID userId);
}
