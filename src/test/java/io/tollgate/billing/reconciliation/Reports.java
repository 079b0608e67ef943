package io.tollgate.billing.reconciliation;

import io.tollgate.Awaiting;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reconciliations as an administrator asks for them, over HTTP. */
public final class Reports {

    private static final String PATH = "/admin/billing/reconciliation";

    private final WebTestClient http;
    private final TestUsers users;
    private final JsonMapper json = new JsonMapper();

    public Reports(WebTestClient http, TestUsers users) {
        this.http = http;
        this.users = users;
    }

    /**
     * A report that is done.
     *
     * @param differences all of them
     */
    public record Report(JsonNode view, List<Found> differences) {

        /** The kinds of the differences of this object of Stripe's. */
        public List<String> of(String objectId) {
            return differences.stream()
                    .filter(found -> found.objectId().equals(objectId))
                    .map(Found::kind)
                    .toList();
        }
    }

    public record Found(String kind, String objectId, String was, String now) {}

    public ResponseSpec post() {
        return users.admin().authorized(http).post().uri(PATH).exchange();
    }

    public ResponseSpec ask(TestUser who, String rest) {
        return who.authorized(http).get().uri(PATH + rest).exchange();
    }

    /** Waits for the end of one that somebody else has begun: it may have looked at events already. */
    public Reports alone() {
        TestUser admin = users.admin();
        Awaiting.until(
                "nobody else's runs",
                () -> body(ask(admin, "?limit=10"), 200)
                        .path("data")
                        .valueStream()
                        .noneMatch(view -> view.path("status").asString().equals("running")));
        return this;
    }

    /** Runs one to its end. */
    public Report run() {
        TestUser admin = users.admin();
        String id = body(admin.authorized(http).post().uri(PATH).exchange(), 202)
                .path("id")
                .asString();
        return await(admin, id);
    }

    public Report await(TestUser admin, String id) {
        JsonNode done = Awaiting.value(
                "the reconciliation is done",
                Duration.ofSeconds(30),
                () -> body(ask(admin, "/" + id + "?limit=100"), 200),
                view -> !view.path("status").asString().equals("running"));
        List<Found> found = new ArrayList<>();
        JsonNode page = done.path("differences");
        while (true) {
            page.path("data").forEach(one -> found.add(difference(one)));
            if (!page.path("has_next").asBoolean()) {
                return new Report(done, found);
            }
            page = body(ask(admin, "/" + id + "?limit=100&offset=" + found.size()), 200)
                    .path("differences");
        }
    }

    private static Found difference(JsonNode one) {
        return new Found(
                one.path("kind").asString(),
                one.path("object_id").asString(),
                one.path("was").asString(),
                one.path("now").asString());
    }

    JsonNode body(ResponseSpec answer, int status) {
        return json.readTree(answer.expectStatus()
                .isEqualTo(status)
                .expectBody()
                .returnResult()
                .getResponseBody());
    }
}
