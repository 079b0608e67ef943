package io.tollgate.auth.password;

import io.tollgate.auth.mailbox.OneTimeTokenRepository;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.jobs.JobHandler;
import io.tollgate.platform.jobs.JobRun;
import io.tollgate.platform.jobs.JobType;
import io.tollgate.platform.mail.Mail;
import io.tollgate.platform.mail.Mailer;
import io.tollgate.platform.web.RequestFacts;
import io.tollgate.user.User;
import io.tollgate.user.UserRepository;
import java.util.Map;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Sends the link to who has an active account of that address, unless one was sent a moment ago; all others get nothing. Also the
 * account without a password gets one: whoever has the mailbox may set the first.
 */
@Component
class ResetMailJob implements JobHandler<ResetMailJob.Order> {

    static final JobType<Order> TYPE = new JobType<>("auth.send_reset_link", "auth", Order.class);

    private final UserRepository users;
    private final OneTimeTokenRepository tokens;
    private final Mailer mailer;
    private final AuditLog audit;
    private final ResetProperties properties;

    ResetMailJob(
            UserRepository users,
            OneTimeTokenRepository tokens,
            Mailer mailer,
            AuditLog audit,
            ResetProperties properties) {
        this.users = users;
        this.tokens = tokens;
        this.mailer = mailer;
        this.audit = audit;
        this.properties = properties;
    }

    /** @param facts of the request */
    record Order(String email, RequestFacts facts) {}

    @Override
    public JobType<Order> type() {
        return TYPE;
    }

    @Override
    public Mono<Void> handle(Order order, JobRun run) {
        return run.once(
                users.findByEmail(order.email()).filter(User::active).flatMap(user -> send(user, order.facts())));
    }

    private Mono<Void> send(User user, RequestFacts facts) {
        AuditEntry entry = AuditEntry.of("password.reset_sent", facts).on("user", user.id());
        return tokens.issue(user, PasswordReset.PURPOSE, properties.tokenTtl(), properties.pause())
                .flatMap(token -> mailer.queue(mail(user, token)).then(audit.record(entry)));
    }

    private Mail mail(User user, String token) {
        return new Mail(
                "reset_password",
                "Password Reset",
                user.emailDisplay(),
                Map.of(
                        "username", user.greeting(),
                        "resetUrl", properties.link(token),
                        "expiresIn", properties.ttlInWords()));
    }
}
