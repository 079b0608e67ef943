package io.tollgate.auth.mfa;

import io.tollgate.auth.token.Family;
import java.time.Duration;
import java.util.List;

/** What a proven first factor led to. */
public sealed interface Admitted {

    /** A session, whose tokens are now to be handed out. */
    record SessionOpened(Family family) implements Admitted {}

    /**
     * No session yet.
     *
     * @param token what the client shows together with its second factor
     * @param methods the factors it may be
     */
    record SecondFactorWanted(String token, List<String> methods, Duration expiresIn) implements Admitted {

        public SecondFactorWanted {
            methods = List.copyOf(methods);
        }

        @Override
        public String toString() {
            return "SecondFactorWanted[methods=" + methods + "]";
        }
    }
}
