package io.tollgate.billing.engine;

import io.tollgate.billing.invoice.BillingAccount;
import io.tollgate.billing.invoice.BillingAccounts;
import io.tollgate.billing.pricing.BillingCalendar;
import io.tollgate.billing.pricing.TrialSpan;
import io.tollgate.billing.subscription.EngineStart;
import io.tollgate.billing.subscription.Subscribing;
import io.tollgate.billing.subscription.Subscription;
import io.tollgate.billing.subscription.SubscriptionMails;
import io.tollgate.billing.subscription.SubscriptionRepository;
import io.tollgate.billing.subscription.SubscriptionStatus;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.time.Ids;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Begins a subscription: with its trial, or with its first period and the invoice for it. That a user has one only is for an index
 * to say. From here on its currency is its customer's, though the first invoice may be far.
 */
@Component
class Starting {

    private final Offers offers;
    private final BillingAccounts accounts;
    private final SubscriptionRepository subscriptions;
    private final EngineRepository rows;
    private final Acting acting;
    private final CustomerClock clock;
    private final EngineProperties properties;
    private final SubscriptionMails mails;
    private final AuditLog audit;
    private final TransactionalOperator tx;
    private final Ids ids;

    Starting(
            Offers offers,
            BillingAccounts accounts,
            SubscriptionRepository subscriptions,
            EngineRepository rows,
            Acting acting,
            CustomerClock clock,
            EngineProperties properties,
            SubscriptionMails mails,
            AuditLog audit,
            TransactionalOperator tx,
            Ids ids) {
        this.offers = offers;
        this.accounts = accounts;
        this.subscriptions = subscriptions;
        this.rows = rows;
        this.acting = acting;
        this.clock = clock;
        this.properties = properties;
        this.mails = mails;
        this.audit = audit;
        this.tx = tx;
        this.ids = ids;
    }

    /** Everything that decides how it begins. */
    private record Beginning(
            EngineStart start,
            Offer offer,
            ZoneId zone,
            Instant now,
            Instant at,
            @Nullable Instant trialEnd) {

        BillingCalendar calendar() {
            return offer.rules().calendar(first(), zone, offer.interval());
        }

        /** When the first period begins. */
        Instant first() {
            return trialEnd == null ? at : trialEnd;
        }
    }

    Mono<Subscription> start(EngineStart start) {
        return beginning(start).flatMap(this::insert).as(tx::transactional);
    }

    private Mono<Beginning> beginning(EngineStart start) {
        return Mono.zip(
                        offers.of(start.plan().version().id()),
                        accounts.of(start.user().id()),
                        clock.now(start.user().id()),
                        subscriptions.hadTrial(start.user().id()))
                .map(found -> beginning(start, found.getT1(), found.getT2(), found.getT3(), found.getT4()));
    }

    private Beginning beginning(
            EngineStart start, Offer offer, BillingAccount account, Instant present, boolean hadTrial) {
        if (account.currency() != null && !account.currency().equals(offer.currency())) {
            throw new ApiException(ErrorCode.PLAN_CURRENCY_DIFFERS);
        }
        Instant now = present.truncatedTo(ChronoUnit.MICROS);
        Instant at = start.at() == null ? now : start.at().truncatedTo(ChronoUnit.MICROS);
        if (!Dates.within(at)
                || at.isAfter(now)
                || BillingCalendar.from(at, account.zone(), offer.interval())
                                .containing(now)
                                .index()
                        > properties.mostMissed()) {
            throw ApiException.invalid(
                    "start_at", "Must not be in the future, nor more than " + properties.mostMissed() + " periods ago");
        }
        int days = start.trial() && !hadTrial ? offer.plan().trial().days() : 0;
        Instant trialEnd = days == 0 ? null : new TrialSpan(days).end(at, account.zone());
        return new Beginning(start, offer, account.zone(), now, at, trialEnd);
    }

    private Mono<Subscription> insert(Beginning beginning) {
        EngineStart start = beginning.start();
        Subscription fresh = fresh(beginning);
        Mono<Void> room = start.replaces() == null
                ? Mono.empty()
                : subscriptions.replace(start.replaces().id(), fresh.id());
        return accounts.settle(start.user().id(), beginning.offer().currency())
                .then(room)
                .then(Mono.defer(() -> subscriptions.insertIfNoneLive(fresh)))
                .filter(inserted -> inserted)
                .switchIfEmpty(Mono.error(Subscribing::alreadySubscribed))
                .then(rows.insert(known(fresh, beginning)))
                .then(Mono.defer(() -> acting.upToDate(fresh.id(), beginning.now())))
                .then(audit.record(start.entry().on("subscription", fresh.id())))
                .then(Mono.defer(() -> subscriptions.findById(fresh.id())))
                .delayUntil(started -> mails.confirmed(new SubscriptionMails.About(
                        start.user(),
                        start.plan(),
                        started,
                        start.plan().price().amount())));
    }

    /** Before its first boundary, which comes at once where there is no trial. */
    private Subscription fresh(Beginning beginning) {
        EngineStart start = beginning.start();
        return new Subscription(
                ids.next(),
                start.user().id(),
                beginning.offer().versionId(),
                start.provider(),
                null,
                null,
                SubscriptionStatus.TRIALING,
                beginning.at(),
                beginning.at(),
                beginning.first(),
                beginning.trialEnd(),
                false,
                null,
                null,
                null,
                null,
                0,
                true);
    }

    private static EngineSubscription known(Subscription fresh, Beginning beginning) {
        Course course =
                new Course(beginning.calendar(), Course.TRIAL, beginning.at(), beginning.first(), null, 0, 0, null);
        return new EngineSubscription(
                fresh.id(),
                fresh.userId(),
                fresh.provider(),
                fresh.planVersionId(),
                fresh.status(),
                fresh.startedAt(),
                beginning.at(),
                beginning.first(),
                fresh.trialEnd(),
                false,
                null,
                null,
                null,
                null,
                course);
    }
}
