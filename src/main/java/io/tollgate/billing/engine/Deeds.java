package io.tollgate.billing.engine;

import io.tollgate.billing.engine.Acting.Deed;
import io.tollgate.billing.plan.BillingRules;
import io.tollgate.billing.pricing.CancelPolicy;
import io.tollgate.billing.pricing.ChangeDirection;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What can be done to a subscription, and what stands against it. */
@Component
class Deeds {

    private final Knowing knowing;
    private final Offers offers;
    private final BilledBases bases;

    Deeds(Knowing knowing, Offers offers, BilledBases bases) {
        this.knowing = knowing;
        this.offers = offers;
        this.bases = bases;
    }

    /** What is worth less a month waits for the period's end, for what was paid, unless the plan allows it now; all else is now. */
    Deed change(UUID versionId) {
        return (live, at, now) -> offers.of(live.versionId())
                .zipWith(offers.of(versionId))
                .flatMap(found -> {
                    Offer from = found.getT1();
                    Offer to = found.getT2();
                    mayChange(live, from, to);
                    return waits(live, from, to)
                            ? Mono.just(planned(live, at, now, versionId, from))
                            : worked(new Move(live, Move.What.CHANGE, at, versionId, now), CancelPolicy.NONE);
                });
    }

    private static boolean waits(EngineSubscription live, Offer from, Offer to) {
        return to.free()
                || !live.trialing()
                        && from.rules().downgrade() == BillingRules.Downgrade.PERIOD_END
                        && ChangeDirection.of(from.recurring(), to.recurring()) == ChangeDirection.DOWNGRADE;
    }

    private static Step planned(EngineSubscription live, Instant at, Instant now, UUID versionId, Offer from) {
        if (versionId.equals(live.course().nextVersionId())) {
            throw new ApiException(ErrorCode.CHANGE_PLANNED);
        }
        Move move = new Move(live, Move.What.CHANGE, at, versionId, now);
        return Step.quiet(move, live.on(live.course().followedBy(versionId)), from.currency());
    }

    private static void mayChange(EngineSubscription live, Offer from, Offer to) {
        if (from.versionId().equals(to.versionId())) {
            throw new ApiException(ErrorCode.SAME_PLAN);
        }
        refuse(!from.currency().equals(to.currency()), ErrorCode.PLAN_CURRENCY_DIFFERS);
        refuse(live.overdue(), ErrorCode.PAYMENT_OVERDUE);
        refuse(live.paused(), ErrorCode.SUBSCRIPTION_PAUSED);
        refuse(live.ending(), ErrorCode.SUBSCRIPTION_ENDING);
    }

    /**
     * Another version of a plan, from the next period on: where that is the present plan, whatever its user plans or takes back
     * until then, and where it is the planned one. In another currency nothing could be billed from then on.
     */
    Deed follow(UUID versionId) {
        return (live, at, now) -> offers.of(live.versionId())
                .zipWith(offers.of(versionId))
                .doOnNext(found -> refuse(
                        !found.getT1().currency().equals(found.getT2().currency()), ErrorCode.PLAN_CURRENCY_DIFFERS))
                .flatMap(found -> followed(live.course(), found.getT1(), found.getT2()))
                .flatMap(course -> quiet(live, at, now, live.on(course)));
    }

    private Mono<Course> followed(Course course, Offer present, Offer to) {
        return Mono.justOrEmpty(course.nextVersionId())
                .flatMap(offers::of)
                .filter(planned -> planned.samePlan(to))
                .map(_ -> course.followedBy(to.versionId()))
                .defaultIfEmpty(course)
                .map(planned -> present.samePlan(to) ? planned.migratedTo(to.versionId()) : planned);
    }

    Deed keep() {
        return quietly(live -> {
            refuse(live.course().nextVersionId() == null, ErrorCode.NO_CHANGE_PLANNED);
            return live.on(live.course().followedBy(null));
        });
    }

    /** In a pause nothing is left that could be waited for. */
    Deed cancelAtPeriodEnd() {
        return (live, at, now) -> {
            refuse(live.ending(), ErrorCode.CANCELLATION_PENDING);
            return live.paused()
                    ? cancelNow(CancelPolicy.NONE).of(live, at, now)
                    : quiet(live, at, now, live.endingAt(at));
        };
    }

    /** At a date to come, whatever its period; instead of an earlier wish. */
    Deed cancelAt(Instant date, CancelPolicy policy) {
        return (live, at, now) -> {
            if (!date.isAfter(now) || !Dates.within(date)) {
                throw ApiException.invalid("at", "Must lie ahead, before the year 10000");
            }
            refuse(live.paused(), ErrorCode.SUBSCRIPTION_PAUSED);
            return quiet(live, at, now, live.ending(new PlannedEnd(date.truncatedTo(ChronoUnit.MICROS), policy)));
        };
    }

    /** What cannot be billed ends all the same: nothing is given back, and what is not billed yet is when it is unparked. */
    Deed cancelNow(CancelPolicy policy) {
        return (live, at, now) -> {
            Move move = new Move(live, Move.What.CANCEL, at, null, now);
            return live.parked() != null || Acting.due(live, now)
                    ? offers.of(live.versionId())
                            .map(offer -> Step.quiet(move, live.endedUnbilled(at, policy), offer.currency()))
                    : worked(move, policy);
        };
    }

    Deed pause() {
        return (live, at, now) -> {
            refuse(live.paused(), ErrorCode.SUBSCRIPTION_PAUSED);
            refuse(live.overdue(), ErrorCode.PAYMENT_OVERDUE);
            refuse(live.willEnd(), ErrorCode.SUBSCRIPTION_ENDING);
            refuse(live.course().nextVersionId() != null, ErrorCode.CHANGE_WAITING);
            refuse(live.trialing(), ErrorCode.NOTHING_TO_PAUSE);
            return worked(new Move(live, Move.What.PAUSE, at, null, now), CancelPolicy.CREDIT);
        };
    }

    Deed resume() {
        return (live, at, now) -> {
            if (live.willEnd()) {
                return quiet(live, at, now, live.ending() ? live.notEnding() : live.ending(null));
            }
            refuse(!live.paused(), ErrorCode.NOTHING_TO_RESUME);
            refuse(live.parked() != null, ErrorCode.SUBSCRIPTION_PARKED);
            return worked(new Move(live, Move.What.RESUME, at, resumedOn(live.course(), at), now), CancelPolicy.NONE);
        };
    }

    /** A period that a migration has reached during the pause is of its version. */
    private static @Nullable UUID resumedOn(Course course, Instant at) {
        boolean anotherPeriod = course.index() == Course.TRIAL
                || course.calendar().containing(at).index() != course.index();
        return anotherPeriod ? course.followVersionId() : null;
    }

    /** Nothing where all that is open is billed. */
    Deed billRest() {
        return (live, at, now) -> offers.of(live.versionId())
                .filter(offer -> live.openUnbilled() && offer.price() > 0)
                .flatMap(_ -> worked(new Move(live, Move.What.BILL_REST, at, null, now), CancelPolicy.NONE))
                .filter(step -> step.base() > 0);
    }

    private Deed quietly(UnaryOperator<EngineSubscription> change) {
        return (live, at, now) -> quiet(live, at, now, change.apply(live));
    }

    private Mono<Step> quiet(EngineSubscription live, Instant at, Instant now, EngineSubscription after) {
        return offers.of(live.versionId())
                .map(offer -> Step.quiet(new Move(live, Move.What.CHANGE, at, null, now), after, offer.currency()));
    }

    /** What it comes to, by the same rules whether it is done or only asked about. */
    Mono<Step> worked(Move move, CancelPolicy policy) {
        return bases.really(move)
                .flatMap(known -> knowing.of(List.of(known)))
                .map(List::getFirst)
                .map(pair -> Changing.step(pair.move(), pair.known(), policy));
    }

    private static void refuse(boolean obstacle, ErrorCode code) {
        if (obstacle) {
            throw new ApiException(code);
        }
    }
}
