package io.tollgate.stripeemulator;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/** {@code /v1/subscriptions}: reading, and the ways a subscription ends. */
final class Subscriptions {
    static final String KIND = "subscription";
    static final String UPDATED = "customer.subscription.updated";
    private static final Set<String> OVER = Set.of("canceled", "incomplete_expired");

    private final Account account;

    Subscriptions(Account account) {
        this.account = account;
    }

    void addTo(Router router) {
        var filters = "collection_method created customer plan price status";
        router.get(
                        "/v1/subscriptions",
                        Accepted.listOf(filters)
                                .butNot(
                                        "automatic_tax current_period_end current_period_start customer_account test_clock"),
                        this::list)
                .get(
                        "/v1/subscriptions/{id}",
                        Accepted.of(""),
                        call -> account.store().get(KIND, call.id()))
                .get("/v1/subscription_items", Accepted.listOf("subscription"), this::items)
                .get("/v1/subscription_items/{id}", Accepted.of(""), this::item);
    }

    static List<ObjectNode> items(ObjectNode subscription) {
        return Json.list(subscription.path("items"), "data")
                .valueStream()
                .map(ObjectNode.class::cast)
                .toList();
    }

    static boolean over(ObjectNode subscription) {
        return OVER.contains(Json.string(subscription, "status"));
    }

    /** The end of the paid (or trial) time of a subscription in epoch seconds. */
    static long periodEnd(ObjectNode subscription) {
        return items(subscription).stream()
                .mapToLong(item -> Json.number(item, "current_period_end"))
                .min()
                .orElse(0);
    }

    /** Ends a subscription now: {@code canceled} or {@code incomplete_expired}. */
    static void end(Account account, ObjectNode subscription, String status, String reason) {
        long now = account.clock().seconds();
        subscription.put("status", status).put("ended_at", now);
        if (subscription.path("canceled_at").isNull()) {
            subscription.put("canceled_at", now);
        }
        Json.child(subscription, "cancellation_details").put("reason", reason);
        Schedules.cancel(account, subscription);
        subscription.putNull("schedule");
        stopCollecting(account, Json.string(subscription, "id"));
        account.events().emit("customer.subscription.deleted", subscription);
    }

    private static void stopCollecting(Account account, String id) {
        account.store()
                .all(Invoices.KIND)
                .filter(invoice -> BillingReads.subscriptionOf(invoice).equals(id))
                .forEach(invoice -> invoice.putNull("next_payment_attempt"));
    }

    private ObjectNode list(Call call) {
        return Listing.page(
                call,
                account.store().newestFirst(KIND),
                Listing.same(call, "customer")
                        .and(Listing.same(call, "collection_method"))
                        .and(status(call.params().text("status", "")))
                        .and(hasPrice(call.params().text("price", "")))
                        .and(hasPrice(call.params().text("plan", ""))));
    }

    /** Without a status, cancelled subscriptions are left out; {@code all} and {@code ended} are not statuses themselves. */
    private static Predicate<ObjectNode> status(String wanted) {
        return switch (wanted) {
            case "" -> subscription -> !Json.is(subscription, "status", "canceled");
            case "all" -> subscription -> true;
            case "ended" -> Subscriptions::over;
            default -> subscription -> Json.is(subscription, "status", wanted);
        };
    }

    private static Predicate<ObjectNode> hasPrice(String price) {
        return subscription -> price.isEmpty()
                || items(subscription).stream().anyMatch(item -> Json.is(item.path("price"), "id", price));
    }

    private ObjectNode items(Call call) {
        var id = call.params().required("subscription");
        var subscription = account.store().referenced(KIND, id, "subscription");
        return Listing.page(call, items(subscription), item -> true);
    }

    private ObjectNode item(Call call) {
        return account.store()
                .all(KIND)
                .flatMap(subscription -> items(subscription).stream())
                .filter(item -> Json.is(item, "id", call.id()))
                .findFirst()
                .orElseThrow(() -> StripeFailure.missingObject("subscription_item", call.id()));
    }
}
