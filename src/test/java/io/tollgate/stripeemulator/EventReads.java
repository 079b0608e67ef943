package io.tollgate.stripeemulator;

import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/** {@code /v1/events}. */
final class EventReads {
    private final Account account;
    private final WebhookSender sender;

    EventReads(Account account, WebhookSender sender) {
        this.account = account;
        this.sender = sender;
    }

    void addTo(Router router) {
        router.get("/v1/events", Accepted.listOf("created delivery_success type types"), this::list)
                .get("/v1/events/{id}", Accepted.of(""), call -> account.store().get(Events.KIND, call.id()));
    }

    private ObjectNode list(Call call) {
        var params = call.params();
        var types = params.texts("types");
        if (params.has("type") && !types.isEmpty()) {
            throw StripeFailure.validation(null, "types", "You may only specify one of these parameters: type, types.");
        }
        if (types.size() > 20) {
            throw StripeFailure.validation(null, "types", "You may specify at most 20 types.");
        }
        return Listing.page(
                call,
                account.store().newestFirst(Events.KIND),
                type(params.text("type", "*"))
                        .and(event -> types.isEmpty() || types.contains(Json.string(event, "type")))
                        .and(delivered(params)));
    }

    /** An exact type, or all types of a group such as {@code invoice.*}. */
    private static Predicate<ObjectNode> type(String wanted) {
        return event -> wanted.endsWith("*")
                ? Json.string(event, "type").startsWith(wanted.substring(0, wanted.length() - 1))
                : Json.is(event, "type", wanted);
    }

    private Predicate<ObjectNode> delivered(Params params) {
        var wanted = params.flag("delivery_success");
        return event -> wanted == null || wanted == sender.delivered(Json.string(event, "id"));
    }
}
