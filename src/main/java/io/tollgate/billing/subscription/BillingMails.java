package io.tollgate.billing.subscription;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.platform.mail.Mail;
import io.tollgate.platform.mail.Mailer;
import io.tollgate.user.User;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/**
 * Tells a user something about money once: the mail is promised in the transaction of what it tells, and only by whoever is
 * first to note that it is told. So repeated, parallel and disordered events, on however many nodes, make one mail.
 */
@Repository
public class BillingMails {

    private static final List<String> KINDS = List.of(
            "subscription_confirmed",
            "subscription_updated",
            "subscription_canceled",
            "trial_ending",
            "payment_failed",
            "payment_action_required",
            "payment_refunded",
            "invoice_issued",
            "invoice_paid",
            "invoice_payment_failed",
            "invoice_action_required",
            "invoice_overdue");

    private final DatabaseClient db;
    private final Mailer mailer;
    private final MeterRegistry metrics;
    private final Clock clock;

    BillingMails(DatabaseClient db, Mailer mailer, MeterRegistry metrics, Clock clock) {
        this.db = db;
        this.mailer = mailer;
        this.metrics = metrics;
        this.clock = clock;
        // There from the start, at zero, so that the first one is an increase.
        KINDS.forEach(kind -> metrics.counter("tollgate.billing.mails", "kind", kind));
    }

    /**
     * Erased users are told nothing.
     *
     * @param kind the template's name
     * @param objectId what it tells of: together with the kind, what is told once
     */
    public Mono<Void> once(String kind, String objectId, User user, String subject, Map<String, String> variables) {
        if (user.erased()) {
            return Mono.empty();
        }
        return claim(kind, objectId, user)
                .filter(first -> first)
                .flatMap(_ -> mailer.queue(new Mail(kind, subject, user.emailDisplay(), variables)))
                .then();
    }

    private Mono<Boolean> claim(String kind, String objectId, User user) {
        return db.sql("""
                        insert into billing_mails (kind, object_id, user_id, created_at)
                        values (:kind, :objectId, :userId, :now) on conflict do nothing
                        """)
                .bind("kind", kind)
                .bind("objectId", objectId)
                .bind("userId", user.id())
                .bind("now", clock.instant())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1)
                .doOnNext(first -> count(kind, first));
    }

    private void count(String kind, boolean first) {
        if (first) {
            metrics.counter("tollgate.billing.mails", "kind", kind).increment();
        }
    }
}
