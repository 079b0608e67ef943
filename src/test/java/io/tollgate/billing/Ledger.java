package io.tollgate.billing;

import io.tollgate.Awaiting;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import java.util.List;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an administrator sees and does of a user's payments, over HTTP. */
public final class Ledger {

    private final WebTestClient http;
    private final Buyers buyers;
    private final TestUser admin;
    private final JsonMapper json = new JsonMapper();

    public Ledger(WebTestClient http, TestUsers users, Buyers buyers) {
        this.http = http;
        this.buyers = buyers;
        this.admin = users.admin();
    }

    /** An answer: its status and body. */
    public record Answer(int status, JsonNode body) {

        public String text(String field) {
            return body.path(field).asString("");
        }
    }

    public TestUser admin() {
        return admin;
    }

    /** The latest payment of the user, as the database has it. */
    public Map<String, Object> payment(TestUser user) {
        List<Map<String, Object>> all = buyers.payments(user);
        return all.getLast();
    }

    public String id(TestUser user) {
        return payment(user).get("id").toString();
    }

    public String status(TestUser user) {
        return (String) payment(user).get("status");
    }

    /** What the latest payment was taken with at Stripe. */
    public String intent(TestUser user) {
        return Awaiting.value(
                "the payment's intent",
                () -> (String) payment(user).get("provider_payment_id"),
                intent -> intent != null && !intent.isEmpty());
    }

    public void awaitStatus(TestUser user, String status) {
        Awaiting.value("the payment is " + status, () -> status(user), status::equals);
    }

    public Answer refund(String paymentId, String body) {
        return refund(paymentId, body, null);
    }

    public Answer refund(String paymentId, String body, String key) {
        WebTestClient.RequestBodySpec request = admin.authorized(http)
                .post()
                .uri("/admin/payments/{id}/refunds", paymentId)
                .contentType(MediaType.APPLICATION_JSON);
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        return answer(request.bodyValue(body).exchange().expectBody().returnResult());
    }

    public JsonNode detail(TestUser user) {
        return buyers.get(admin, "/admin/payments/" + id(user));
    }

    public List<String> audited(TestUser user, String action) {
        return buyers
                .query("select details::text as details from audit_log where action = '%s' and subject_id = '%s'"
                        .formatted(action, id(user)))
                .stream()
                .map(row -> (String) row.get("details"))
                .toList();
    }

    private Answer answer(EntityExchangeResult<byte[]> result) {
        byte[] body = result.getResponseBody();
        return new Answer(
                result.getStatus().value(), json.readTree(body == null ? new byte[] {(byte) 123, (byte) 125} : body));
    }
}
