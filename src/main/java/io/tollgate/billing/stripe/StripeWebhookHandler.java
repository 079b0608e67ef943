package io.tollgate.billing.stripe;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import java.time.Clock;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * Takes Stripe's events: checks the signature over the raw bytes, stores, answers. What the event causes is a job, so the
 * answer waits for the database's commit and for nothing else.
 */
@Component
class StripeWebhookHandler {

    private static final byte[] NOTHING = {};

    private final WebhookSignature signature;
    private final StripeInbox inbox;
    private final MeterRegistry metrics;

    StripeWebhookHandler(StripeProperties properties, Clock clock, StripeInbox inbox, MeterRegistry metrics) {
        this.signature = new WebhookSignature(properties.webhookSecrets(), clock);
        this.inbox = inbox;
        this.metrics = metrics;
    }

    Mono<ServerResponse> receive(ServerRequest request) {
        return request.bodyToMono(byte[].class)
                .defaultIfEmpty(NOTHING)
                .flatMap(body -> inbox.store(envelope(request, body), body))
                .doOnNext(isNew -> count(isNew ? "new" : "duplicate"))
                .flatMap(_ -> ServerResponse.ok()
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue("true"));
    }

    private EventEnvelope envelope(ServerRequest request, byte[] body) {
        if (!signature.isValid(request.headers().firstHeader("Stripe-Signature"), body)) {
            count("bad_signature");
            throw new ApiException(ErrorCode.WEBHOOK_SIGNATURE_INVALID);
        }
        return EventEnvelope.parse(body).orElseThrow(this::notAnEvent);
    }

    private ApiException notAnEvent() {
        count("not_an_event");
        return new ApiException(ErrorCode.WEBHOOK_INVALID);
    }

    private void count(String outcome) {
        metrics.counter("tollgate.stripe.webhooks", "outcome", outcome).increment();
    }
}
