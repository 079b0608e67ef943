package io.tollgate.stripeemulator;

import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/** One page of a list in Stripe's form: newest first, cursors by id. */
final class Listing {
    private Listing() {}

    /**
     * The page a request asks for.
     *
     * @param newestFirst all objects of the kind
     * @param filter what the request's own filters let through
     */
    static ObjectNode page(Call call, List<ObjectNode> newestFirst, Predicate<ObjectNode> filter) {
        var params = call.params();
        long limit = params.integer("limit", 10);
        if (limit < 1 || limit > 100) {
            throw StripeFailure.validation("parameter_invalid_integer", "limit", "limit must be between 1 and 100");
        }
        var after = params.text("starting_after");
        var before = params.text("ending_before");
        if (after != null && before != null) {
            throw StripeFailure.validation(null, "starting_after", "Give starting_after or ending_before, not both");
        }
        int from = after == null ? 0 : position(newestFirst, after, "starting_after") + 1;
        int to = before == null ? newestFirst.size() : position(newestFirst, before, "ending_before");
        var matching = newestFirst.subList(from, to).stream()
                .filter(created(params))
                .filter(filter)
                .toList();
        int size = (int) Math.min(limit, matching.size());
        // Backwards, the page is the one next to the cursor, still newest first.
        int start = before == null ? 0 : matching.size() - size;
        return list(call.path(), matching.subList(start, start + size), size < matching.size());
    }

    static ObjectNode list(String url, List<ObjectNode> data, boolean more) {
        var list = Json.object().put("object", "list");
        data.forEach(object -> list.withArrayProperty("data").add(object.deepCopy()));
        if (data.isEmpty()) {
            list.putArray("data");
        }
        return list.put("has_more", more).put("url", url);
    }

    /** Lets everything through if the parameter is absent, else compares the field's text with it. */
    static Predicate<ObjectNode> same(Call call, String parameter) {
        var wanted = call.params().text(parameter);
        return object -> wanted == null || wanted.equals(object.path(parameter).asString(""));
    }

    /** {@code created=1}, {@code created[gte]=1}: seconds. */
    private static Predicate<ObjectNode> created(Params params) {
        if (!params.has("created")) {
            return object -> true;
        }
        if (params.values().get("created") instanceof String) {
            long exactly = params.integer("created", 0);
            return object -> Json.number(object, "created") == exactly;
        }
        var range = params.child("created");
        long least = Math.max(range.integer("gte", Long.MIN_VALUE), next(range.integer("gt", Long.MIN_VALUE)));
        long most = Math.min(range.integer("lte", Long.MAX_VALUE), previous(range.integer("lt", Long.MAX_VALUE)));
        return object -> Json.number(object, "created") >= least && Json.number(object, "created") <= most;
    }

    private static long next(long value) {
        return value == Long.MIN_VALUE ? value : value + 1;
    }

    private static long previous(long value) {
        return value == Long.MAX_VALUE ? value : value - 1;
    }

    private static int position(List<ObjectNode> objects, String id, String param) {
        for (int i = 0; i < objects.size(); i++) {
            if (Json.is(objects.get(i), "id", id)) {
                return i;
            }
        }
        throw StripeFailure.missingReference("object", id, param);
    }
}
