package io.tollgate.platform.mail;

import io.tollgate.platform.jobs.JobHandler;
import io.tollgate.platform.jobs.JobRun;
import io.tollgate.platform.jobs.JobType;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Sends mails. SMTP knows no idempotency: a node that dies between the server's answer and the mark of the finished job sends the
 * mail twice. Both then carry the same {@code Message-ID}, by which mailboxes can tell.
 */
@Component
class MailJob implements JobHandler<Mail>, DisposableBean {

    private final MailComposer composer;
    private final JavaMailSender sender;
    private final MailProperties properties;
    private final Scheduler scheduler =
            Schedulers.fromExecutorService(Executors.newVirtualThreadPerTaskExecutor(), "mail");

    MailJob(MailComposer composer, JavaMailSender sender, MailProperties properties) {
        this.composer = composer;
        this.sender = sender;
        this.properties = properties;
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
                .flatMap(failure -> failure.<Mono<Void>>map(Mono::error).orElseGet(Mono::empty));
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
