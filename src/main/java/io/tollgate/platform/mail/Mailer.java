package io.tollgate.platform.mail;

import io.tollgate.platform.jobs.Caused;
import io.tollgate.platform.jobs.JobType;
import io.tollgate.platform.jobs.Outbox;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Promises mails: within a transaction, the mail goes out exactly when the transaction commits. */
@Component
public class Mailer {

    static final JobType<Mail> SEND = new JobType<>("mail.send", "mail", Mail.class);

    private final Outbox outbox;

    Mailer(Outbox outbox) {
        this.outbox = outbox;
    }

    /** Nothing for a {@link FallbackAddress}: nobody reads there, and the server would refuse the mail for a day. */
    public Mono<Void> queue(Mail mail) {
        return FallbackAddress.is(mail.to()) ? Mono.empty() : outbox.enqueue(SEND, mail.to(), mail);
    }

    /** A mail that is promised only if its cause becomes a row: see {@link Outbox#enqueueCaused}. */
    public Mono<Caused> caused(String cause, Mail mail) {
        return outbox.caused(cause, SEND, mail.to(), mail);
    }
}
