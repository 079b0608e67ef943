package io.tollgate.auth.otp;

import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.jobs.JobHandler;
import io.tollgate.platform.jobs.JobRun;
import io.tollgate.platform.jobs.JobType;
import io.tollgate.platform.mail.Mail;
import io.tollgate.platform.mail.Mailer;
import io.tollgate.platform.secret.Identifiers;
import io.tollgate.platform.web.RequestFacts;
import io.tollgate.user.User;
import io.tollgate.user.UserRepository;
import java.util.Map;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Makes the code and sends it to who has an active account of that address; all others get nothing. */
@Component
class CodeMailJob implements JobHandler<CodeMailJob.Order> {

    static final JobType<Order> TYPE = new JobType<>("auth.send_login_code", "auth", Order.class);

    private final UserRepository users;
    private final LoginCodeRepository rows;
    private final LoginCodes codes;
    private final LoginCodeProperties properties;
    private final Identifiers identifiers;
    private final Mailer mailer;
    private final AuditLog audit;

    CodeMailJob(
            UserRepository users,
            LoginCodeRepository rows,
            LoginCodes codes,
            LoginCodeProperties properties,
            Identifiers identifiers,
            Mailer mailer,
            AuditLog audit) {
        this.users = users;
        this.rows = rows;
        this.codes = codes;
        this.properties = properties;
        this.identifiers = identifiers;
        this.mailer = mailer;
        this.audit = audit;
    }

    /**
     * @param flow of which only who asked knows the id
     * @param facts of the request
     */
    record Order(String email, String flow, RequestFacts facts) {}

    @Override
    public JobType<Order> type() {
        return TYPE;
    }

    @Override
    public Mono<Void> handle(Order order, JobRun run) {
        return run.once(users.findByEmail(order.email()).filter(User::active).flatMap(user -> send(user, order)));
    }

    private Mono<Void> send(User user, Order order) {
        return Mono.defer(() -> {
            String code = codes.next(user.admin());
            return rows.fill(order.flow(), identifiers.digests(order.email()), user.id(), codes.mac(order.flow(), code))
                    .filter(filled -> filled)
                    .flatMap(_ -> mailer.queue(mail(user, code)).then(noted(user, order)));
        });
    }

    private Mono<Void> noted(User user, Order order) {
        return audit.record(AuditEntry.of("login_code.sent", order.facts()).on("user", user.id()));
    }

    private Mail mail(User user, String code) {
        return new Mail(
                "login_code",
                "Login Code",
                user.emailDisplay(),
                Map.of("username", user.greeting(), "code", code, "expiresIn", properties.ttlInWords()));
    }
}
