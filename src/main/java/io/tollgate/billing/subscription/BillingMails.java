package io.tollgate.billing.subscription;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.platform.jobs.Outbox;
import io.tollgate.platform.mail.Mail;
import io.tollgate.platform.mail.Mailer;
import io.tollgate.user.User;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
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

    private static final String FIRST = """
            insert into billing_mails (kind, object_id, user_id, created_at)
            select :kind, t.object_id, t.user_id, :now from unnest(:objectIds, :userIds) as t (object_id, user_id)
            on conflict do nothing returning object_id as cause
            """;

    private final Outbox outbox;
    private final Mailer mailer;
    private final MeterRegistry metrics;
    private final Clock clock;

    BillingMails(Outbox outbox, Mailer mailer, MeterRegistry metrics, Clock clock) {
        this.outbox = outbox;
        this.mailer = mailer;
        this.metrics = metrics;
        this.clock = clock;
        // There from the start, at zero, so that the first one is an increase.
        KINDS.forEach(kind -> metrics.counter("tollgate.billing.mails", "kind", kind));
    }

    /** @param objectId what it tells of: together with the kind of mail, what is told once */
    public record Tidings(String objectId, User user, String subject, Map<String, String> variables) {}

    /** As {@link #once(String, List)}. */
    public Mono<Void> once(String kind, String objectId, User user, String subject, Map<String, String> variables) {
        return once(kind, List.of(new Tidings(objectId, user, subject, variables)));
    }

    /**
     * Erased users are told nothing. One statement, however many there are to tell.
     *
     * @param kind the template's name
     */
    public Mono<Void> once(String kind, List<Tidings> tidings) {
        List<Tidings> heard =
                tidings.stream().filter(one -> !one.user().erased()).toList();
        return heard.isEmpty()
                ? Mono.empty()
                : Flux.fromIterable(heard)
                        .concatMap(one -> mailer.caused(one.objectId(), mail(kind, one)))
                        .collectList()
                        .flatMap(promises -> outbox.enqueueCaused(FIRST, first -> bound(first, kind, heard), promises))
                        .doOnNext(told -> metrics.counter("tollgate.billing.mails", "kind", kind)
                                .increment(told.size()))
                        .then();
    }

    private static Mail mail(String kind, Tidings one) {
        return new Mail(kind, one.subject(), one.user().emailDisplay(), one.variables());
    }

    private GenericExecuteSpec bound(GenericExecuteSpec first, String kind, List<Tidings> tidings) {
        return first.bind("kind", kind)
                .bind("objectIds", tidings.stream().map(Tidings::objectId).toArray(String[]::new))
                .bind("userIds", tidings.stream().map(one -> one.user().id()).toArray(UUID[]::new))
                .bind("now", clock.instant());
    }
}
