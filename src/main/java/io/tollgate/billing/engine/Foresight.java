package io.tollgate.billing.engine;

import io.tollgate.billing.invoice.Invoice;
import io.tollgate.billing.invoice.InvoiceDocument;
import io.tollgate.billing.invoice.InvoiceLine;
import io.tollgate.billing.invoice.Invoices;
import io.tollgate.billing.plan.Plan;
import io.tollgate.billing.plan.PlanView;
import io.tollgate.billing.pricing.CancelPolicy;
import io.tollgate.billing.pricing.ChangeDirection;
import io.tollgate.billing.subscription.ChangePreview;
import io.tollgate.billing.subscription.Subscription;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Tells what the next invoice will be, and what a change would cost: by the very steps that would be taken, and the document that
 * would be made of them; nothing is kept.
 */
@Component
class Foresight {

    private final EngineRepository rows;
    private final Deeds deeds;
    private final Offers offers;
    private final Invoices invoices;
    private final CustomerClock clock;
    private final Acting acting;
    private final Means means;
    private final GivingBack givingBack;
    private final TransactionalOperator tx;

    Foresight(
            EngineRepository rows,
            Deeds deeds,
            Offers offers,
            Invoices invoices,
            CustomerClock clock,
            Acting acting,
            Means means,
            GivingBack givingBack,
            TransactionalOperator tx) {
        this.rows = rows;
        this.deeds = deeds;
        this.offers = offers;
        this.invoices = invoices;
        this.clock = clock;
        this.acting = acting;
        this.means = means;
        this.givingBack = givingBack;
        this.tx = tx;
    }

    /** The invoice that the user's next boundary makes, with the usage so far. Empty when none is to come. */
    Mono<InvoiceDocument> upcoming(UUID userId) {
        return rows.findLive(userId)
                .filter(of -> of.course().nextRunAt() != null)
                .flatMap(of -> {
                    Move move = Move.boundary(of, of.course().nextRunAt());
                    return deeds.worked(move, CancelPolicy.NONE);
                })
                .filter(Step::asks)
                .flatMap(step -> invoices.preview(step.draft()))
                .onErrorMap(Unratable::is, Unratable::refusal);
    }

    Mono<ChangePreview> change(Subscription live, Plan to) {
        return clock.now(live.userId())
                .flatMap(now -> rows.find(live.id())
                        .flatMap(of -> Acting.due(of, now) || of.parked() != null
                                ? means.asked(of.id(), now)
                                        .flatMap(answers -> answers.before(afterBoundaries(of, to, now)))
                                : change(of, to, now)))
                .onErrorMap(Unratable::is, Unratable::refusal);
    }

    private Mono<ChangePreview> change(EngineSubscription of, Plan to, Instant now) {
        return deeds.change(to.version().id())
                .of(of, Acting.moment(of, now), now)
                .flatMap(step -> preview(step, to));
    }

    /** What a change would run first is run, so that balances and coupons are as they will be, and then rolled back. */
    private Mono<ChangePreview> afterBoundaries(EngineSubscription of, Plan to, Instant now) {
        return tx.execute(run -> {
                    run.setRollbackOnly();
                    return acting.heldUpToDate(of.id(), now).flatMap(then -> change(then, to, now));
                })
                .single();
    }

    private Mono<ChangePreview> preview(Step step, Plan to) {
        EngineSubscription of = step.move().of();
        return offers.of(of.versionId()).zipWith(offers.of(to.version().id())).flatMap(found -> {
            String direction = direction(found.getT1(), found.getT2());
            if (step.giveBack() > 0) {
                return withNote(step, to, direction, found.getT1());
            }
            boolean later = step.after().versionId().equals(of.versionId());
            return step.asks()
                    ? invoices.preview(step.draft()).map(document -> view(step, to, direction, document, List.of()))
                    : Mono.just(quiet(to, direction, later ? of.course().nextRunAt() : null, List.of()));
        });
    }

    /** What a credit note gives back pays for the new plan; so it is issued, and rolled back. */
    private Mono<ChangePreview> withNote(Step step, Plan to, String direction, Offer from) {
        return tx.execute(run -> {
                    run.setRollbackOnly();
                    return givingBack.of(step).flatMap(given -> {
                        List<ChangePreview.Line> note = note(step, given, from);
                        return given.asks()
                                ? invoices.preview(given.draft())
                                        .map(document -> view(given, to, direction, document, note))
                                : Mono.just(quiet(to, direction, null, note));
                    });
                })
                .single();
    }

    /** Without what could only be made a line of the invoice. */
    private static List<ChangePreview.Line> note(Step step, Step given, Offer from) {
        long noted = step.giveBack() + given.asked() - step.asked();
        Instant end = step.move().of().course().period().end();
        return noted == 0
                ? List.of()
                : List.of(new ChangePreview.Line(
                        "Credit note: unused time on " + from.plan().name(),
                        -noted,
                        step.move().at(),
                        end));
    }

    private static String direction(Offer from, Offer to) {
        ChangeDirection direction = ChangeDirection.of(from.recurring(), to.recurring());
        return direction == ChangeDirection.EVEN
                ? "sidegrade"
                : direction.name().toLowerCase(Locale.ROOT);
    }

    private static ChangePreview quiet(
            Plan to, String direction, @Nullable Instant effectiveAt, List<ChangePreview.Line> lines) {
        return new ChangePreview(
                direction,
                PlanView.of(to),
                effectiveAt,
                0,
                0,
                to.price().cents(),
                to.price().currency(),
                null,
                lines);
    }

    private static ChangePreview view(
            Step step, Plan to, String direction, InvoiceDocument document, List<ChangePreview.Line> note) {
        Invoice invoice = document.invoice();
        return new ChangePreview(
                direction,
                PlanView.of(to),
                null,
                invoice.amountDue(),
                invoice.creditCreated(),
                to.price().cents(),
                invoice.currency(),
                step.move().at(),
                Stream.concat(note.stream(), document.lines().stream().map(Foresight::line))
                        .toList());
    }

    private static ChangePreview.Line line(InvoiceLine line) {
        return new ChangePreview.Line(line.description(), line.amount(), line.periodStart(), line.periodEnd());
    }
}
