package io.tollgate.stripeemulator;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** Takes an API request through key, version, faults, idempotency and its operation. */
final class Api {
    private final Account account;
    private final Router router;
    private final String apiKey;
    private final IdempotencyLedger ledger = new IdempotencyLedger();
    private final Expansion expansion;
    final Faults faults = new Faults();
    final Recent<ReceivedRequest> received = new Recent<>();

    Api(Account account, Router router, String apiKey) {
        this.account = account;
        this.router = router;
        this.apiKey = apiKey;
        this.expansion = new Expansion(account.store());
    }

    Reply reply(Request request) {
        var key = request.isPost() ? request.header("idempotency-key") : null;
        received.add(new ReceivedRequest(
                request.method(),
                request.path(),
                key,
                request.params().values(),
                account.clock().now()));
        var requestId = account.ids().next("req");
        var fault = faults.next(request);
        if (fault == null) {
            return new Reply.Now(labelled(answer(request, key, requestId), request, key, requestId, null));
        }
        return switch (fault.kind()) {
            case SLOW -> late(request, key, requestId, fault, Mono.delay(fault.delay()));
            case HELD -> late(request, key, requestId, fault, faults.cleared());
            default -> disturbed(request, key, requestId, fault);
        };
    }

    private Reply disturbed(Request request, @Nullable String key, String requestId, Fault fault) {
        if (fault.performs()) {
            var _ = answer(request, key, requestId);
        }
        return switch (fault.kind()) {
            case STATUS -> new Reply.Now(labelled(refusal(request, key, fault), request, key, requestId, fault));
            case RESET -> new Reply.Reset();
            default -> new Reply.Silence();
        };
    }

    private Answer answer(Request request, @Nullable String key, String requestId) {
        try {
            authenticate(request);
            checkVersion(request);
            var replayed = key == null
                    ? null
                    : ledger.replay(key, request, account.clock().now());
            return replayed == null ? perform(request, key, requestId) : replayed;
        } catch (StripeFailure failure) {
            return Answer.json(failure.status, failure.body());
        }
    }

    private Answer perform(Request request, @Nullable String key, String requestId) {
        var origin = new Events.Origin(requestId, key);
        try {
            var body = account.events().causedBy(origin, () -> run(request));
            return remember(request, key, Answer.json(200, body));
        } catch (StripeFailure failure) {
            var answer = Answer.json(failure.status, failure.body());
            return failure.remembered ? remember(request, key, answer) : answer;
        }
    }

    private ObjectNode run(Request request) {
        var match = router.find(request.method(), request.path());
        if (match == null) {
            throw StripeFailure.unknownUrl(request.method(), request.path());
        }
        var params = request.params();
        match.accepted().check(params);
        var result = match.action().run(new Call(request.path(), match.variables(), params));
        return expansion.expand(result, params.texts("expand"));
    }

    private Answer remember(Request request, @Nullable String key, Answer answer) {
        if (key != null) {
            ledger.store(key, request, answer, account.clock().now());
        }
        return answer;
    }

    private Answer refusal(Request request, @Nullable String key, Fault fault) {
        var failure = StripeFailure.injected(fault.status());
        var answer = Answer.json(failure.status, failure.body());
        // What took effect keeps its own result under the key; a plain server error becomes the result.
        return failure.remembered && !fault.performs() ? remember(request, key, answer) : answer;
    }

    private Reply late(Request request, @Nullable String key, String requestId, Fault fault, Mono<?> moment) {
        var answer = labelled(answer(request, key, requestId), request, key, requestId, fault);
        return new Reply.Later(answer, moment, key == null ? () -> {} : ledger.suspend(key));
    }

    private static Answer labelled(
            Answer answer, Request request, @Nullable String key, String requestId, @Nullable Fault fault) {
        var version = request.header("stripe-version");
        var labelled = answer.with("Request-Id", requestId)
                .with("Stripe-Version", version == null ? Account.API_VERSION : version);
        if (key != null) {
            labelled = labelled.with("Idempotency-Key", key);
        }
        if (fault != null && fault.shouldRetry() != null) {
            labelled = labelled.with("Stripe-Should-Retry", fault.shouldRetry().toString());
        }
        if (fault != null && fault.rateLimitedReason() != null) {
            labelled = labelled.with("Stripe-Rate-Limited-Reason", fault.rateLimitedReason());
        }
        return labelled;
    }

    private void authenticate(Request request) {
        var authorization = request.header("authorization");
        if (authorization == null) {
            throw StripeFailure.unauthorized("You did not provide an API key.");
        }
        if (!apiKey.equals(keyIn(authorization))) {
            throw StripeFailure.unauthorized("Invalid API Key provided.");
        }
    }

    private static @Nullable String keyIn(String authorization) {
        if (authorization.startsWith("Bearer ")) {
            return authorization.substring("Bearer ".length()).strip();
        }
        if (!authorization.startsWith("Basic ")) {
            return null;
        }
        try {
            var encoded = authorization.substring("Basic ".length()).strip();
            var pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            return pair.substring(0, Math.max(0, pair.indexOf(':')));
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }

    private static void checkVersion(Request request) {
        var version = request.header("stripe-version");
        if (version != null && !Account.API_VERSION.equals(version)) {
            throw StripeFailure.unknownVersion(version);
        }
    }
}
