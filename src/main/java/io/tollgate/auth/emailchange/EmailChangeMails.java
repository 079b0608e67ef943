package io.tollgate.auth.emailchange;

import io.tollgate.platform.mail.Mail;
import io.tollgate.platform.mail.Mailer;
import io.tollgate.platform.web.WebProperties;
import io.tollgate.user.User;
import java.util.Map;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What the mailboxes are told of a change of address. Each is promised in the transaction of what it tells. */
@Component
class EmailChangeMails {

    private static final String CONFIRM = "Confirm your new address";

    private final Mailer mailer;
    private final EmailChangeProperties properties;
    private final String linkStart;

    EmailChangeMails(Mailer mailer, EmailChangeProperties properties, WebProperties web) {
        this.mailer = mailer;
        this.properties = properties;
        this.linkStart = web.url() + "/me/email/confirm?token=";
    }

    /** The old mailbox may confirm or cancel. */
    Mono<Void> askOld(User user, String newAddress, String token) {
        return mailer.queue(new Mail(
                "email_change_old",
                "Your address is to be changed",
                user.emailDisplay(),
                Map.of(
                        "username",
                        user.username(),
                        "newAddress",
                        newAddress,
                        "confirmUrl",
                        linkStart + token,
                        "expiresIn",
                        properties.ttlInWords())));
    }

    Mono<Void> askNew(User user, String newAddress, String token) {
        return mailer.queue(new Mail(
                "email_change_new",
                CONFIRM,
                newAddress,
                Map.of(
                        "username", user.username(),
                        "confirmUrl", linkStart + token,
                        "expiresIn", properties.ttlInWords())));
    }

    /** Instead of the link: who owns the address already learns that somebody wanted it, and nobody else does. */
    Mono<Void> tellOwner(User owner) {
        return mailer.queue(new Mail(
                "email_change_taken",
                "Your address was given for another account",
                owner.emailDisplay(),
                Map.of("username", owner.greeting())));
    }

    /** @param to both mailboxes get it, each for itself */
    Mono<Void> done(User user, String newAddress, String to) {
        return mailer.queue(new Mail(
                "email_changed",
                "Your address was changed",
                to,
                Map.of("username", user.username(), "newAddress", newAddress)));
    }
}
