package io.tollgate.auth.password;

import io.tollgate.auth.mailbox.OneTimeTokenRepository;
import io.tollgate.user.User;
import java.time.Duration;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Links to the page where a password is chosen, for who has just proven the mailbox in another way and needs no further mail. */
@Component
public class PasswordLinks {

    private final OneTimeTokenRepository tokens;
    private final ResetProperties properties;

    PasswordLinks(OneTimeTokenRepository tokens, ResetProperties properties) {
        this.tokens = tokens;
        this.properties = properties;
    }

    /** Good once, like the link of a reset, whose place it takes. Joins the caller's transaction. */
    public Mono<String> issue(User user) {
        return tokens.issue(user, PasswordReset.PURPOSE, properties.tokenTtl(), Duration.ZERO)
                .map(properties::link);
    }
}
