package io.tollgate.stripeemulator;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * A change of a subscription that has not happened: what the update does and the preview shows.
 *
 * @param subscription the subscription as it would be
 * @param lines what the change costs
 * @param billedNow whether the lines are invoiced at once; else they wait for the next invoice
 */
record PlannedChange(ObjectNode subscription, List<ObjectNode> lines, boolean billedNow) {
    /** Reads {@code items}, {@code billing_cycle_anchor}, {@code proration_behavior} and {@code proration_date}. */
    static PlannedChange of(Account account, Proration proration, ObjectNode before, Params params) {
        var after = before.deepCopy();
        SubscriptionItems.applyTo(after, account, params);
        long now = account.clock().seconds();
        boolean anchored = "now".equals(params.text("billing_cycle_anchor"));
        boolean anew =
                (anchored || !interval(before).equals(interval(after))) && !Json.is(before, "status", "trialing");
        if (anew) {
            startAnew(after, now);
        }
        var behaviour =
                params.oneOf("proration_behavior", "create_prorations", "create_prorations", "always_invoice", "none");
        var lines = proration.lines(before, after, date(before, params, now));
        if ("none".equals(behaviour)) {
            lines = anew
                    ? lines.stream()
                            .filter(line -> Json.number(line, "amount") >= 0)
                            .toList()
                    : List.of();
        }
        return new PlannedChange(after, lines, anew || "always_invoice".equals(behaviour));
    }

    private static long date(ObjectNode before, Params params, long now) {
        long at = params.integer("proration_date", now);
        boolean inPeriod = Subscriptions.items(before).stream()
                .allMatch(item -> at >= Json.number(item, "current_period_start")
                        && at <= Json.number(item, "current_period_end"));
        if (!inPeriod) {
            var message = "The proration date must be within the current period of the subscription.";
            throw StripeFailure.validation(null, params.nameOf("proration_date"), message);
        }
        return at;
    }

    /** Another interval moves the anchor to now. */
    private static void startAnew(ObjectNode after, long now) {
        after.put("billing_cycle_anchor", now);
        Subscriptions.items(after).forEach(item -> {
            item.put("current_period_start", now);
            var recurring = item.path("price").path("recurring");
            item.put("current_period_end", Periods.endAfter(now, now, recurring));
        });
    }

    private static String interval(ObjectNode subscription) {
        var recurring =
                Subscriptions.items(subscription).getFirst().path("price").path("recurring");
        return Json.number(recurring, "interval_count") + Json.string(recurring, "interval");
    }
}
