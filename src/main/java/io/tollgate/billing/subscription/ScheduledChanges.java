package io.tollgate.billing.subscription;

import io.tollgate.billing.plan.BillingPeriod;
import io.tollgate.billing.plan.Plan;
import io.tollgate.billing.stripe.StripeFailure;
import io.tollgate.billing.stripe.StripeInvoice;
import io.tollgate.billing.stripe.StripeInvoices;
import io.tollgate.billing.stripe.StripePlannedPrice;
import io.tollgate.billing.stripe.StripePrice;
import io.tollgate.billing.stripe.StripeSchedule;
import io.tollgate.billing.stripe.StripeSchedules;
import io.tollgate.billing.stripe.StripeSubscription;
import java.time.Instant;
import java.util.Objects;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What is to become of a subscription at Stripe: a schedule for the end of its period, a change that waits for its money. */
@Component
class ScheduledChanges {

    private final StripeSchedules schedules;
    private final StripeInvoices invoices;

    ScheduledChanges(StripeSchedules schedules, StripeInvoices invoices) {
        this.schedules = schedules;
        this.invoices = invoices;
    }

    Mono<Boolean> isPlanned(StripeSubscription there, Plan plan) {
        if (plan.price().free()) {
            return Mono.just(there.cancelAtPeriodEnd() && there.scheduleId() == null);
        }
        return Mono.justOrEmpty(there.scheduleId())
                .flatMap(schedules::retrieve)
                .map(schedule ->
                        Objects.equals(schedule.lastPriceId(), plan.version().stripePriceId()))
                .defaultIfEmpty(false);
    }

    /** Puts the subscription on a schedule, or another plan on the schedule it has. */
    Mono<Void> plan(Operation operation, StripeSubscription there, Plan plan) {
        return schedule(operation, there)
                .flatMap(schedule -> schedules.plan(
                        OperationCalls.key("downgrade", operation), schedule.id(), planned(schedule, there, plan)))
                .then();
    }

    private Mono<StripeSchedule> schedule(Operation operation, StripeSubscription there) {
        return there.scheduleId() == null
                ? schedules.create(OperationCalls.key("schedule", operation), there.id())
                : schedules.retrieve(there.scheduleId());
    }

    private static StripePlannedPrice planned(StripeSchedule schedule, StripeSubscription there, Plan plan) {
        BillingPeriod period = plan.price().period();
        Instant begun = schedule.presentSince();
        return new StripePlannedPrice(
                Objects.requireNonNull(there.priceId()),
                Objects.requireNonNull(plan.version().stripePriceId()),
                begun == null ? Objects.requireNonNull(there.currentPeriodStart()) : begun,
                Objects.requireNonNull(there.currentPeriodEnd()),
                new StripePrice.Recurring(StripePrice.Interval.valueOf(period.interval()), period.intervalCount()));
    }

    /** Nothing is to become of it by itself any more. */
    Mono<Void> clear(Operation operation, StripeSubscription there) {
        return release(operation, there).then(voidWaiting(operation, there));
    }

    private Mono<Void> release(Operation operation, StripeSubscription there) {
        return Mono.justOrEmpty(there.scheduleId())
                .flatMap(id -> schedules.release(OperationCalls.key("release", operation), id))
                .then()
                .onErrorResume(StripeFailure.class, ScheduledChanges::orItIsOver);
    }

    /** A waiting change goes with its invoice. */
    private Mono<Void> voidWaiting(Operation operation, StripeSubscription there) {
        return Mono.justOrEmpty(there.pendingUpdate() == null ? null : there.latestInvoiceId())
                .flatMap(invoices::retrieve)
                .filter(invoice -> invoice.status() == StripeInvoice.Status.OPEN
                        && "subscription_update".equals(invoice.billingReason()))
                .flatMap(invoice -> invoices.voidOpen(OperationCalls.key("void", operation), invoice.id()))
                .then()
                .onErrorResume(StripeFailure.class, ScheduledChanges::orItIsOver);
    }

    private static Mono<Void> orItIsOver(StripeFailure failure) {
        return switch (failure.kind()) {
            case INVALID_REQUEST, NOT_FOUND -> Mono.empty();
            default -> Mono.error(failure);
        };
    }

    /** Where the payer confirms a change that waits. */
    Mono<String> paymentUrl(StripeSubscription there) {
        return Mono.justOrEmpty(there.latestInvoiceId())
                .flatMap(invoices::retrieve)
                .flatMap(invoice -> Mono.justOrEmpty(invoice.hostedInvoiceUrl()));
    }
}
