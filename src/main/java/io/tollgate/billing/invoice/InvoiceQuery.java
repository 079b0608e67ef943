package io.tollgate.billing.invoice;

import io.tollgate.platform.web.ApiException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.web.reactive.function.server.ServerRequest;

/** Which invoices a list is to show. @param conditions SQL and what is bound in it, by column */
record InvoiceQuery(Map<String, Object> conditions) {

    private static final Set<String> STATUSES = Set.of("open", "paid", "void", "uncollectible");
    private static final int MAX_NUMBER = 64;

    /** 422 for what is no filter of ours. @param userId null for everybody's, or those of {@code ?user_id=} */
    static InvoiceQuery of(ServerRequest request, @Nullable UUID userId) {
        Map<String, Object> conditions = new LinkedHashMap<>();
        note(conditions, request, "status", InvoiceQuery::status);
        if (userId == null) {
            note(conditions, request, "user_id", text -> uuid("user_id", text));
            note(conditions, request, "subscription_id", text -> uuid("subscription_id", text));
            note(conditions, request, "number", InvoiceQuery::number);
        } else {
            conditions.put("user_id", userId);
        }
        return new InvoiceQuery(conditions);
    }

    String where() {
        return conditions.isEmpty()
                ? ""
                : conditions.keySet().stream()
                        .map(column -> column + " = :" + column)
                        .reduce((one, other) -> one + " and " + other)
                        .map(all -> " where " + all)
                        .orElse("");
    }

    GenericExecuteSpec bind(GenericExecuteSpec statement) {
        GenericExecuteSpec bound = statement;
        for (Map.Entry<String, Object> condition : conditions.entrySet()) {
            bound = bound.bind(condition.getKey(), condition.getValue());
        }
        return bound;
    }

    static UUID uuid(String field, String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException _) {
            throw ApiException.invalid(field, "Must be a UUID");
        }
    }

    private static void note(
            Map<String, Object> conditions, ServerRequest request, String name, Function<String, Object> reader) {
        request.queryParam(name)
                .filter(text -> !text.isEmpty())
                .ifPresent(text -> conditions.put(name, reader.apply(text)));
    }

    private static String status(String text) {
        if (!STATUSES.contains(text)) {
            throw ApiException.invalid("status", "Must be open, paid, void or uncollectible");
        }
        return text;
    }

    private static String number(String text) {
        if (text.length() > MAX_NUMBER || text.indexOf('\0') >= 0) {
            throw ApiException.invalid("number", "Is no number of an invoice");
        }
        return text;
    }
}
