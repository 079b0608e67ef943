package io.tollgate.billing.paymob;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Takes Paymob's callbacks: checks the signature, stores, answers. What follows from it is a job. */
@Component
class PaymobWebhookHandler {

    private static final byte[] NOTHING = {};
    private static final List<String> OUTCOMES =
            List.of("new", "duplicate", "ignored", "bad_signature", "not_a_transaction");

    private final PaymobSignature signature;
    private final PaymobInbox inbox;
    private final JsonMapper json;
    private final MeterRegistry metrics;

    PaymobWebhookHandler(PaymobProperties properties, PaymobInbox inbox, JsonMapper json, MeterRegistry metrics) {
        this.signature = new PaymobSignature(properties.hmacSecrets());
        this.inbox = inbox;
        this.json = json;
        this.metrics = metrics;
        // There from the start, at zero, so that the first one is an increase.
        OUTCOMES.forEach(outcome -> metrics.counter("tollgate.paymob.callbacks", "outcome", outcome));
    }

    Mono<ServerResponse> receive(ServerRequest request) {
        return request.bodyToMono(byte[].class)
                .defaultIfEmpty(NOTHING)
                .map(this::parse)
                .flatMap(body -> isTransaction(body) ? store(request, body.path("obj")) : Mono.just("ignored"))
                .doOnNext(this::count)
                .flatMap(_ -> ServerResponse.ok().build());
    }

    private Mono<String> store(ServerRequest request, JsonNode told) {
        byte[] hmac =
                hmac(request).flatMap(text -> signature.verified(text, told)).orElseThrow(this::notSigned);
        PaymobTransaction transaction = PaymobTransaction.from(told).orElseThrow(this::notATransaction);
        return inbox.store(transaction, hmac).map(isNew -> isNew ? "new" : "duplicate");
    }

    /** Given twice, nobody can say which one counts. */
    private static Optional<String> hmac(ServerRequest request) {
        List<String> given = request.queryParams().getOrDefault("hmac", List.of());
        return given.size() == 1 ? Optional.ofNullable(given.getFirst()) : Optional.empty();
    }

    /** Saved cards and the like are told of here too. */
    private static boolean isTransaction(JsonNode body) {
        JsonNode type = body.path("type");
        return type.isMissingNode() || type.isNull() || "TRANSACTION".equals(type.asString(""));
    }

    private JsonNode parse(byte[] body) {
        try {
            JsonNode parsed = json.readTree(body);
            if (parsed.isObject()) {
                return parsed;
            }
        } catch (JacksonException _) {
            throw notATransaction();
        }
        throw notATransaction();
    }

    private ApiException notSigned() {
        count("bad_signature");
        return new ApiException(ErrorCode.WEBHOOK_SIGNATURE_INVALID);
    }

    private ApiException notATransaction() {
        count("not_a_transaction");
        return new ApiException(ErrorCode.WEBHOOK_INVALID);
    }

    private void count(String outcome) {
        metrics.counter("tollgate.paymob.callbacks", "outcome", outcome).increment();
    }
}
