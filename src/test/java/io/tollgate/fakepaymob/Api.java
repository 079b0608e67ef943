package io.tollgate.fakepaymob;

import io.tollgate.fakepaymob.FakeServer.Answer;
import io.tollgate.fakepaymob.FakeServer.Request;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Paymob's API, as far as it is used: intentions, what was paid on them, refunds. */
final class Api {

    private static final String TRANSACTIONS = "/api/acceptance/transactions/";

    private final JsonMapper json = new JsonMapper();
    private final Account account;

    Api(Account account) {
        this.account = account;
    }

    Answer answer(Request request) {
        JsonNode body = json.readTree(request.body().isEmpty() ? "{}" : request.body());
        if (request.path().equals("/api/auth/tokens")) {
            boolean known = Keys.API.equals(body.path("api_key").asString(""));
            return known ? Answer.json(201, Keys.token()) : Answer.json(401, "{}");
        }
        if (!Keys.letIn(request.authorization())) {
            return Answer.json(401, "{\"detail\": \"Authentication credentials were not provided.\"}");
        }
        if (request.path().startsWith(TRANSACTIONS)) {
            return found(account.retrieve(request.path().substring(TRANSACTIONS.length())));
        }
        return switch (request.path()) {
            case "/v1/intention/" -> intend(body);
            case "/api/ecommerce/orders/transaction_inquiry" ->
                latest(account.tries(body.path("merchant_order_id").asString("")));
            case "/api/acceptance/void_refund/refund" -> refund(body);
            default -> Answer.json(404, "{\"detail\": \"Not found.\"}");
        };
    }

    private Answer intend(JsonNode body) {
        Order order = account.intend(body);
        return order == null
                ? Answer.json(400, "{\"special_reference\": [\"Not unique, or no amount\"]}")
                : Answer.json(
                        201,
                        json.createObjectNode()
                                .put("id", "pi_test_" + order.id())
                                .put("intention_order_id", order.id())
                                .put("client_secret", order.clientSecret())
                                .put("status", "intended")
                                .toString());
    }

    private Answer refund(JsonNode body) {
        String id = body.path("transaction_id").asString("");
        return account.refund(id, body.path("amount_cents").asLong(0))
                .map(refund -> Answer.json(200, refund.toString()))
                .orElseGet(() -> Answer.json(400, "{\"message\": \"Full amount already refunded\"}"));
    }

    private static Answer latest(List<ObjectNode> tries) {
        return found(tries.isEmpty() ? Optional.empty() : Optional.of(tries.getLast()));
    }

    private static Answer found(Optional<ObjectNode> transaction) {
        return transaction
                .map(known -> Answer.json(200, known.toString()))
                .orElseGet(() -> Answer.json(404, "{\"detail\": \"Not found.\"}"));
    }
}
