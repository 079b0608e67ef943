package io.tollgate.billing.webhook;

import static io.tollgate.platform.openapi.Parts.body;
import static io.tollgate.platform.openapi.Parts.id;
import static io.tollgate.platform.openapi.Parts.idempotencyKey;
import static io.tollgate.platform.openapi.Parts.number;
import static io.tollgate.platform.openapi.Parts.refusal;
import static org.springdoc.core.fn.builders.apiresponse.Builder.responseBuilder;
import static org.springdoc.core.fn.builders.parameter.Builder.parameterBuilder;

import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.tollgate.platform.openapi.PagedAnswer;
import org.springdoc.core.fn.builders.operation.Builder;

/** What the API description says of {@link WebhookRoutes}. */
final class WebhookDocs {

    private static final String NO_ADMIN = "`admin_required`, `account_not_active`";
    private static final String NO_ENDPOINT = "`webhook_endpoint_not_found`";
    private static final String BAD_ID = "`validation_failed`: the id is not a UUID";

    private WebhookDocs() {}

    static void list(Builder operation) {
        administrators(operation, "listWebhookEndpoints", "All endpoints, newest first")
                .parameter(number("limit", "1 to 100, 20 where absent"))
                .parameter(number("offset", "0 where absent"))
                .response(PagedAnswer.of(Endpoint.class, "The newest first, without their secrets"))
                .response(refusal("422", "`validation_failed`"));
    }

    static void show(Builder operation) {
        administrators(operation, "showWebhookEndpoint", "One endpoint")
                .parameter(id())
                .response(responseBuilder().responseCode("200").implementation(Endpoint.class))
                .response(refusal("404", NO_ENDPOINT))
                .response(refusal("422", BAD_ID));
    }

    static void create(Builder operation) {
        sensitive(operation, "createWebhookEndpoint", "Have changes sent to a URL")
                .description("""
                        Each change is posted once as `{id, type, timestamp, data}`, signed as standardwebhooks.com has it: \
                        `webhook-id` stays the same in all attempts, `webhook-timestamp` is the attempt's, \
                        `webhook-signature` is `v1,` and the HMAC-SHA-256 of `id.timestamp.body`. Whatever is not answered \
                        2xx within 15 seconds is sent again, for three days; 410 disables the endpoint. The order is not \
                        promised. `data` is what the API shows of the subscription, payment or invoice after the change; \
                        `payment.refund…` adds `refund`, `payment.dispute…` adds `dispute`, `invoice.credited` the note in \
                        `credit_notes`. `invoice.updated` tells of a part that is paid, of `amount_lost` (what paid it and is \
                        written off), or of a note whose money could not go back. The secret stands in this answer and \
                        nowhere else.""")
                .requestBody(body(EndpointRequest.class, """
                        {"url": "https://api.example.com/hooks/billing", "event_types": ["subscription.updated"]}"""))
                .response(responseBuilder().responseCode("201").implementation(IssuedSecret.class))
                .response(refusal("409", "`webhook_endpoint_limit`"))
                .response(refusal("422", "`validation_failed`: unknown event, or a URL that is not public https"));
    }

    static void change(Builder operation) {
        sensitive(operation, "changeWebhookEndpoint", "Change, disable or enable an endpoint; what is absent stays")
                .description("What waits for an endpoint that is disabled is given up and can be replayed later.")
                .parameter(id())
                .requestBody(body(EndpointChange.class, "{\"enabled\": true, \"all_events\": true}"))
                .response(responseBuilder().responseCode("200").implementation(Endpoint.class))
                .response(refusal("404", NO_ENDPOINT))
                .response(refusal("422", "`validation_failed`"));
    }

    static void delete(Builder operation) {
        administrators(operation, "deleteWebhookEndpoint", "Delete an endpoint and its deliveries")
                .parameter(id())
                .response(responseBuilder().responseCode("204").description("Deleted"))
                .response(refusal("404", NO_ENDPOINT))
                .response(refusal("422", BAD_ID));
    }

    static void rotate(Builder operation) {
        sensitive(operation, "rotateWebhookSecret", "A new secret, while the old one signs as well for a while")
                .description("With `overlap_seconds: 0` the old one signs nothing more.")
                .parameter(id())
                .requestBody(body(RotateSecret.class, "{\"overlap_seconds\": 86400}"))
                .response(responseBuilder().responseCode("200").implementation(IssuedSecret.class))
                .response(refusal("404", NO_ENDPOINT))
                .response(refusal("422", "`validation_failed`"));
    }

    static void test(Builder operation) {
        administrators(operation, "testWebhookEndpoint", "Send a `webhook.test`, whatever the endpoint listens to")
                .parameter(id())
                .parameter(idempotencyKey())
                .response(responseBuilder().responseCode("202").implementation(DeliveryView.class))
                .response(refusal("404", NO_ENDPOINT))
                .response(refusal("409", "`webhook_endpoint_disabled`"))
                .response(refusal("422", BAD_ID));
    }

    static void deliveries(Builder operation) {
        administrators(operation, "listWebhookDeliveries", "What was sent to an endpoint, newest first; kept 30 days")
                .parameter(id())
                .parameter(parameterBuilder()
                        .in(ParameterIn.QUERY)
                        .name("status")
                        .required(false)
                        .description("`pending`, `delivered` or `failed`; all where absent")
                        .implementation(String.class))
                .parameter(number("limit", "1 to 100, 20 where absent"))
                .parameter(number("offset", "0 where absent"))
                .response(PagedAnswer.of(DeliveryView.class, "The newest first"))
                .response(refusal("404", NO_ENDPOINT))
                .response(refusal("422", "`validation_failed`"));
    }

    static void replay(Builder operation) {
        administrators(operation, "replayWebhookDelivery", "Send a delivery again, with the id it had")
                .parameter(id())
                .parameter(idempotencyKey())
                .response(responseBuilder().responseCode("202").implementation(DeliveryView.class))
                .response(refusal("404", "`webhook_delivery_not_found`"))
                .response(refusal("409", "`webhook_delivery_pending`, `webhook_endpoint_disabled`"))
                .response(refusal("422", BAD_ID));
    }

    private static Builder administrators(Builder operation, String id, String summary) {
        return operation(operation, id, summary, NO_ADMIN);
    }

    /** For administrators who have logged in recently. */
    private static Builder sensitive(Builder operation, String id, String summary) {
        return operation(
                operation, id, summary, NO_ADMIN + ", `reauthentication_required`: the last login is too long ago");
    }

    private static Builder operation(Builder operation, String id, String summary, String forbidden) {
        return operation
                .tag("Administration: webhooks")
                .operationId(id)
                .summary(summary)
                .response(refusal("401", "`not_authenticated`, `token_expired`, `token_invalid`"))
                .response(refusal("403", forbidden));
    }
}
