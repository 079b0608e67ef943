package io.tollgate.platform.mail;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.platform.jobs.JobHandler;
import io.tollgate.platform.jobs.JobRun;
import io.tollgate.platform.jobs.JobType;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Sends mails. SMTP knows no idempotency: a node that dies between the server's answer and the mark of the finished job sends the
 * mail twice. Both then carry the same {@code Message-ID}, by which mailboxes can tell.
 *
 * <p>A mail to a mailbox that does not exist is done with: everybody who mistypes their address would be tried for a day and then be
 * a dead letter. {@code tollgate.mails.undeliverable} counts them.
 */
@Component
class MailJob implements JobHandler<Mail>, DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(MailJob.class);

    private final MailComposer composer;
    private final JavaMailSender sender;
    private final MailProperties properties;
    private final Counter undeliverable;
    private final Scheduler scheduler =
            Schedulers.fromExecutorService(Executors.newVirtualThreadPerTaskExecutor(), "mail");

    MailJob(MailComposer composer, JavaMailSender sender, MailProperties properties, MeterRegistry meters) {
        this.composer = composer;
        this.sender = sender;
        this.properties = properties;
        this.undeliverable = meters.counter("tollgate.mails.undeliverable");
    }

    @Override
    public JobType<Mail> type() {
        return Mailer.SEND;
    }

    @Override
    public Mono<Void> handle(Mail mail, JobRun run) {
        return Mono.fromCallable(() -> sendBlocking(mail, run))
                .subscribeOn(scheduler)
                .timeout(properties.sendTimeout())
                .flatMap(failure -> failure.map(why -> failed(mail, run, why)).orElseGet(Mono::empty));
    }

    private Mono<Void> failed(Mail mail, JobRun run, Exception why) {
        if (!UnknownMailbox.isCauseOf(why)) {
            return Mono.error(why);
        }
        undeliverable.increment();
        LOG.info("Mail {} ({}) is given up: there is no such mailbox", run.id(), mail.template());
        return Mono.empty();
    }

    @Override
    public void destroy() {
        scheduler.dispose();
    }

    /** A failure is a value here: after the time limit nobody wants to hear of it any more. */
    private Optional<Exception> sendBlocking(Mail mail, JobRun run) {
        try {
            MimeMessage message = sender.createMimeMessage();
            composer.compose(message, mail, run);
            sender.send(message);
            return Optional.empty();
        } catch (MessagingException | RuntimeException e) {
            return Optional.of(e);
        }
    }
}
