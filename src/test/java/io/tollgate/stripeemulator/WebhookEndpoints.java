package io.tollgate.stripeemulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** {@code /v1/webhook_endpoints} and their secrets; an endpoint being rolled has several. */
final class WebhookEndpoints {
    private static final String KIND = "webhook_endpoint";

    private final Account account;
    private final Map<String, List<String>> secrets = new HashMap<>();

    WebhookEndpoints(Account account) {
        this.account = account;
    }

    void addTo(Router router) {
        var fields = "description enabled_events metadata url";
        router.post(
                        "/v1/webhook_endpoints",
                        Accepted.of(fields + " api_version").butNot("connect"),
                        this::create)
                .get("/v1/webhook_endpoints", Accepted.listOf(""), this::list)
                .get(
                        "/v1/webhook_endpoints/{id}",
                        Accepted.of(""),
                        call -> account.store().get(KIND, call.id()))
                .post("/v1/webhook_endpoints/{id}", Accepted.of(fields + " disabled"), this::update)
                .delete("/v1/webhook_endpoints/{id}", Accepted.of(""), this::delete);
    }

    /** An endpoint for all events, signed once with each secret. */
    String deliverTo(String url, List<String> liveSecrets) {
        var endpoint = add(url, List.of("*"));
        secrets.put(Json.string(endpoint, "id"), List.copyOf(liveSecrets));
        return Json.string(endpoint, "id");
    }

    List<String> secretsOf(String endpoint) {
        return secrets.getOrDefault(endpoint, List.of());
    }

    /** Enabled endpoints that want a type. */
    List<ObjectNode> wanting(String type) {
        return account.store()
                .all(KIND)
                .filter(endpoint -> Json.is(endpoint, "status", "enabled"))
                .filter(endpoint -> endpoint.path("enabled_events")
                        .valueStream()
                        .map(event -> event.asString(""))
                        .anyMatch(event -> event.equals("*") || event.equals(type)))
                .toList();
    }

    private ObjectNode create(Call call) {
        var params = call.params();
        var url = params.required("url");
        var events = params.texts("enabled_events");
        if (events.isEmpty()) {
            throw StripeFailure.missingParameter("enabled_events");
        }
        var version = params.text("api_version", Account.API_VERSION);
        if (!Account.API_VERSION.equals(version)) {
            throw StripeFailure.notEmulated("api_version=" + version);
        }
        var endpoint = add(url, events).put("description", params.text("description"));
        Metadata.merge(endpoint, params);
        var secret = account.ids().secret("whsec_");
        secrets.put(Json.string(endpoint, "id"), new ArrayList<>(List.of(secret)));
        // Only the answer to the creation shows the secret.
        return endpoint.deepCopy().put("secret", secret);
    }

    private ObjectNode add(String url, List<String> events) {
        var endpoint = Json.object()
                .put("id", account.ids().next("we"))
                .put("object", KIND)
                .put("api_version", Account.API_VERSION)
                .putNull("application")
                .put("created", account.clock().seconds())
                .putNull("description");
        events.forEach(event -> endpoint.withArrayProperty("enabled_events").add(event));
        endpoint.put("livemode", false).set("metadata", Json.object());
        return account.store().add(endpoint.put("status", "enabled").put("url", url));
    }

    private ObjectNode list(Call call) {
        return Listing.page(call, account.store().newestFirst(KIND), endpoint -> true);
    }

    private ObjectNode update(Call call) {
        var endpoint = account.store().get(KIND, call.id());
        var params = call.params();
        endpoint.put("url", params.text("url", Json.string(endpoint, "url")));
        if (params.has("disabled")) {
            endpoint.put("status", params.flag("disabled", false) ? "disabled" : "enabled");
        }
        var events = params.texts("enabled_events");
        if (!events.isEmpty()) {
            var wanted = endpoint.putArray("enabled_events");
            events.forEach(wanted::add);
        }
        Metadata.merge(endpoint, params);
        return endpoint;
    }

    private ObjectNode delete(Call call) {
        account.store().get(KIND, call.id());
        account.store().remove(KIND, call.id());
        secrets.remove(call.id());
        return Json.object().put("id", call.id()).put("object", KIND).put("deleted", true);
    }
}
