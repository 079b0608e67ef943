package io.tollgate.billing.subscription;

import io.tollgate.billing.plan.Plan;
import io.tollgate.billing.plan.PlanView;
import io.tollgate.billing.stripe.IdempotencyKey;
import io.tollgate.billing.stripe.StripeInvoicePreview;
import io.tollgate.billing.stripe.StripeInvoices;
import io.tollgate.billing.stripe.StripePlanChange;
import io.tollgate.billing.stripe.StripeSubscription;
import io.tollgate.billing.stripe.StripeSubscriptions;
import io.tollgate.platform.time.Ids;
import io.tollgate.user.User;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Tells what a change would cost. Stripe is asked only where something would be charged by it at once. */
@Component
class Previewing {

    private final PlanMoves moves;
    private final PlanChange changes;
    private final StripeSubscriptions stripe;
    private final StripeInvoices invoices;
    private final SubscriptionEngine engine;
    private final Ids ids;

    Previewing(
            PlanMoves moves,
            PlanChange changes,
            StripeSubscriptions stripe,
            StripeInvoices invoices,
            SubscriptionEngine engine,
            Ids ids) {
        this.moves = moves;
        this.changes = changes;
        this.stripe = stripe;
        this.invoices = invoices;
        this.engine = engine;
        this.ids = ids;
    }

    Mono<ChangePreview> preview(User user, ChangeRequest wish) {
        return moves.find(user.id(), wish.planCode())
                .flatMap(move -> move.subscription().engine()
                        ? engine.preview(move.subscription(), move.to())
                        : switch (move.way()) {
                            case OURS, PERIOD_END -> Mono.just(withoutCharge(move, 0));
                            case CHECKOUT ->
                                Mono.just(withoutCharge(move, move.to().price().cents()));
                            case NOW -> charged(move, changes.countFrom(move, wish.countedFrom()));
                        });
    }

    private static ChangePreview withoutCharge(PlanMove move, long due) {
        Plan to = move.to();
        return new ChangePreview(
                move.direction(),
                PlanView.of(to),
                move.effectiveAt(),
                due,
                0,
                to.price().cents(),
                to.price().currency(),
                null,
                List.of());
    }

    private Mono<ChangePreview> charged(PlanMove move, Instant from) {
        String id = Objects.requireNonNull(move.subscription().providerSubscriptionId());
        return stripe.retrieve(id)
                .flatMap(there ->
                        invoices.preview(IdempotencyKey.of("preview", ids.next(), 1), id, change(there, move, from)))
                .map(invoice -> view(move, from, invoice));
    }

    private static StripePlanChange change(StripeSubscription there, PlanMove move, Instant from) {
        return new StripePlanChange(
                Objects.requireNonNull(there.itemId()),
                Objects.requireNonNull(move.to().version().stripePriceId()),
                from);
    }

    private static ChangePreview view(PlanMove move, Instant from, StripeInvoicePreview invoice) {
        Plan to = move.to();
        return new ChangePreview(
                move.direction(),
                PlanView.of(to),
                null,
                invoice.amountDue(),
                Math.max(0, -invoice.total()),
                to.price().cents(),
                invoice.currency(),
                from,
                invoice.lines().stream()
                        .map(line -> new ChangePreview.Line(
                                line.description(), line.amount(), line.periodStart(), line.periodEnd()))
                        .toList());
    }
}
