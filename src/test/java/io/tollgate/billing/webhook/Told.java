package io.tollgate.billing.webhook;

import io.tollgate.Awaiting;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.Buyers;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What a receiver was told of one user. */
record Told(Receiver receiver, Buyers buyers) {

    JsonNode await(TestUser user, String type) {
        return Awaiting.value(type, () -> all(user, type), told -> !told.isEmpty())
                .getFirst();
    }

    List<JsonNode> all(TestUser user, String type) {
        return about(user).stream()
                .filter(told -> told.get("type").asString().equals(type))
                .toList();
    }

    List<String> types(TestUser user) {
        return about(user).stream().map(told -> told.get("type").asString()).toList();
    }

    private List<JsonNode> about(TestUser user) {
        return receiver.got.stream()
                .map(Receiver.Got::json)
                .filter(told ->
                        told.at("/data/user_id").asString("").equals(user.id().toString()))
                .toList();
    }

    /** All changes of subscriptions are told, and nothing is on its way any more. */
    void settled(TestUser user) {
        Awaiting.until("all is told", () -> {
            long told = types(user).stream()
                    .filter(type -> type.startsWith("subscription.") && !type.endsWith("trial_will_end"))
                    .count();
            return waiting(user) == 0 && told >= states(user);
        });
        Awaiting.during("no more", Duration.ofMillis(150), () -> waiting(user) == 0);
    }

    private long waiting(TestUser user) {
        return count("""
                select (select count(*) from outbox o join subscriptions s on o.payload::text like '%%' || s.id || '%%'
                        where o.type = 'subscription.changed' and s.user_id = '%1$s')
                     + (select count(*) from outbox o join stripe_customers c on o.key = c.customer_id
                        where o.type = 'stripe.event' and c.user_id = '%1$s')
                     + (select count(*) from stripe_events e
                         join stripe_customers c on e.payload::text like '%%' || c.customer_id || '%%'
                        where e.status not in ('processed', 'ignored', 'failed') and c.user_id = '%1$s')
                     + (select count(*) from webhook_deliveries d join webhook_messages m on m.id = d.message_id
                        where m.user_id = '%1$s' and d.status = 'pending') as counted
                """.formatted(user.id()));
    }

    private long states(TestUser user) {
        return count("""
                select count(*) as counted
                from subscription_history h join subscriptions s on s.id = h.subscription_id where s.user_id = '%s'
                """.formatted(user.id()));
    }

    private long count(String sql) {
        return (Long) buyers.query(sql).getFirst().get("counted");
    }
}
