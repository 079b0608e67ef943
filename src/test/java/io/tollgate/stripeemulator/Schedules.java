package io.tollgate.stripeemulator;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /v1/subscription_schedules}: prices that follow one another at the turns of a subscription's periods. Made from a
 * subscription only, changed as a whole, released by hand or after the last phase.
 */
final class Schedules {
    static final String KIND = "subscription_schedule";
    private static final String UPDATED = "subscription_schedule.updated";

    private final Account account;

    Schedules(Account account) {
        this.account = account;
    }

    void addTo(Router router) {
        var update = Accepted.of("end_behavior metadata phases proration_behavior")
                .within("phases", "duration end_date items metadata proration_behavior start_date")
                .butNot("default_settings");
        router.post("/v1/subscription_schedules", Accepted.of("from_subscription metadata"), this::create)
                .get(
                        "/v1/subscription_schedules/{id}",
                        Accepted.of(""),
                        call -> account.store().get(KIND, call.id()))
                .post("/v1/subscription_schedules/{id}", update, this::update)
                .post(
                        "/v1/subscription_schedules/{id}/release",
                        Accepted.of("preserve_cancel_date"),
                        call -> release(active(call.id())));
    }

    private ObjectNode create(Call call) {
        var id = call.params().required("from_subscription");
        var subscription = account.store().referenced(Subscriptions.KIND, id, "from_subscription");
        if (subscription.path("schedule").isString()) {
            var message = "You cannot migrate a subscription that is already attached to a schedule.";
            throw StripeFailure.refused(null, "from_subscription", message);
        }
        if (Subscriptions.over(subscription) || Json.flag(subscription, "cancel_at_period_end")) {
            var message = "You cannot migrate a subscription that is canceled or set to cancel.";
            throw StripeFailure.refused(null, "from_subscription", message);
        }
        var schedule = fresh(subscription);
        Metadata.merge(schedule, call.params());
        account.create(schedule, "subscription_schedule.created");
        account.change(
                subscription, Subscriptions.UPDATED, () -> subscription.put("schedule", Json.string(schedule, "id")));
        return schedule;
    }

    private ObjectNode fresh(ObjectNode subscription) {
        var item = Subscriptions.items(subscription).getFirst();
        var schedule = Json.object()
                .put("id", account.ids().next("sub_sched"))
                .put("object", KIND)
                .putNull("canceled_at")
                .putNull("completed_at")
                .put("created", account.clock().seconds())
                .put("customer", Json.string(subscription, "customer"))
                .put("end_behavior", "release")
                .put("livemode", false);
        schedule.putObject("metadata");
        schedule.putArray("phases")
                .add(phase(
                        Json.string(item.path("price"), "id"),
                        Json.number(item, "current_period_start"),
                        Json.number(item, "current_period_end")));
        schedule.putNull("released_at")
                .putNull("released_subscription")
                .put("status", "active")
                .put("subscription", Json.string(subscription, "id"))
                .putNull("test_clock");
        return present(schedule, schedule.path("phases").get(0));
    }

    private static ObjectNode present(ObjectNode schedule, JsonNode phase) {
        schedule.putObject("current_phase")
                .put("start_date", Json.number(phase, "start_date"))
                .put("end_date", Json.number(phase, "end_date"));
        return schedule;
    }

    private ObjectNode phase(String price, long start, long end) {
        var phase = Json.object().put("start_date", start).put("end_date", end);
        phase.put("currency", Json.string(account.store().get(Prices.KIND, price), "currency"));
        phase.putArray("items")
                .addObject()
                .put("price", price)
                .put("plan", price)
                .put("quantity", 1L);
        return phase.put("proration_behavior", "none");
    }

    private ObjectNode update(Call call) {
        var schedule = active(call.id());
        var phases = call.params().children("phases");
        if (phases.size() != 2) {
            throw StripeFailure.notEmulated("phases other than the present one and the next");
        }
        long begun = Json.number(schedule.path("current_phase"), "start_date");
        if (phases.getFirst().integer("start_date", 0) != begun) {
            var message = "You can not modify the start date of the current phase.";
            throw StripeFailure.validation(null, "phases[0][start_date]", message);
        }
        var present = priced(phases.getFirst(), begun, phases.getFirst().integer("end_date", 0));
        long turn = Json.number(present, "end_date");
        var next = priced(phases.get(1), turn, endOf(phases.get(1), turn));
        return account.change(schedule, UPDATED, () -> {
            schedule.putArray("phases").add(present).add(next);
            present(schedule, present);
        });
    }

    private ObjectNode priced(Params given, long start, long end) {
        if (end <= Math.max(start, account.clock().seconds())) {
            throw StripeFailure.validation(
                    null, given.nameOf("end_date"), "A phase ends after it begins, and not in the past.");
        }
        var item = given.children("items").getFirst();
        var price = account.store().referenced(Prices.KIND, item.required("price"), item.nameOf("price"));
        return phase(Json.string(price, "id"), start, end);
    }

    private static long endOf(Params phase, long start) {
        var duration = phase.child("duration");
        var recurring = Json.object()
                .put("interval", duration.required("interval"))
                .put("interval_count", duration.integer("interval_count", 1));
        return Periods.endAfter(start, start, recurring);
    }

    private ObjectNode active(String id) {
        var schedule = account.store().get(KIND, id);
        if (!Json.is(schedule, "status", "active")) {
            var message = "You cannot change a subscription schedule that is " + Json.string(schedule, "status") + ".";
            throw StripeFailure.refused(null, null, message);
        }
        return schedule;
    }

    private ObjectNode release(ObjectNode schedule) {
        var subscription = account.store().get(Subscriptions.KIND, Json.string(schedule, "subscription"));
        schedule.put("status", "released")
                .put("released_at", account.clock().seconds())
                .put("released_subscription", Json.string(subscription, "id"))
                .putNull("subscription")
                .putNull("current_phase");
        account.change(subscription, Subscriptions.UPDATED, () -> subscription.putNull("schedule"));
        account.events().emit("subscription_schedule.released", schedule);
        return schedule;
    }

    /** A period of the subscription is about to turn: the next phase begins, or there is none and it is let go. */
    void turn(ObjectNode subscription) {
        var schedule = account.store().find(KIND, Json.text(subscription, "schedule"));
        if (schedule == null) {
            return;
        }
        // Not the time on the clock, which may have been moved past it.
        long now = Subscriptions.periodEnd(subscription);
        var phases = schedule.path("phases");
        if (Json.number(phases.get(phases.size() - 1), "end_date") <= now) {
            release(schedule);
            return;
        }
        phases.valueStream()
                .filter(phase -> Json.number(phase, "start_date") == now)
                .findFirst()
                .ifPresent(phase -> begin(subscription, schedule, phase));
    }

    private void begin(ObjectNode subscription, ObjectNode schedule, JsonNode phase) {
        var price =
                account.store().get(Prices.KIND, Json.string(phase.path("items").get(0), "price"));
        List.copyOf(Subscriptions.items(subscription)).forEach(item -> SubscriptionShape.price(item, price));
        account.change(schedule, UPDATED, () -> present(schedule, phase));
    }

    /** The subscription has ended, and with it what was planned. */
    static void cancel(Account account, ObjectNode subscription) {
        @Nullable ObjectNode schedule = account.store().find(KIND, Json.text(subscription, "schedule"));
        if (schedule != null) {
            schedule.put("status", "canceled")
                    .put("canceled_at", account.clock().seconds());
            account.events().emit("subscription_schedule.canceled", schedule);
        }
    }
}
