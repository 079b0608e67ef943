package io.tollgate.platform.idempotency;

import io.tollgate.platform.secret.SecretKeys;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ClientAddresses;
import io.tollgate.platform.web.ErrorCode;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.HandlerFilterFunction;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/**
 * Makes a POST repeatable: {@code .POST("/things", idempotency.apply(handler::create), ThingDocs::create)}.
 *
 * <p>With an {@code Idempotency-Key} (draft-ietf-httpapi-idempotency-key-header) the first request is worked on and its answer
 * kept for a day; the same request again gets the same answer with {@code Idempotent-Replayed: true}. Another body under the key
 * is 422, one that comes while the first is worked on 409; one whose node died is free after a minute, unless its work has been
 * committed ({@link KeyedWork}). Keys are per signed-in user, else per address. Not for routes whose answer holds a token: it would be kept in clear.
 */
@Component
public class Idempotency implements HandlerFilterFunction<ServerResponse, ServerResponse> {

    private static final Logger log = LoggerFactory.getLogger(Idempotency.class);
    private static final String HEADER = "Idempotency-Key";
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7E]{1,255}");
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final IdempotencyKeys keys;
    private final Recorder recorder;
    private final ClientAddresses addresses;
    private final SecretKeys secrets;

    Idempotency(IdempotencyKeys keys, Recorder recorder, ClientAddresses addresses, SecretKeys secrets) {
        this.keys = keys;
        this.recorder = recorder;
        this.addresses = addresses;
        this.secrets = secrets;
    }

    @Override
    public Mono<ServerResponse> filter(ServerRequest request, HandlerFunction<ServerResponse> handler) {
        List<String> given = request.headers().header(HEADER);
        if (given.isEmpty() || request.method() != HttpMethod.POST) {
            return handler.handle(request);
        }
        if (given.size() > 1 || !KEY.matcher(given.getFirst()).matches()) {
            return Mono.error(() -> new ApiException(ErrorCode.IDEMPOTENCY_KEY_INVALID));
        }
        return caller(request)
                .zipWith(request.bodyToMono(byte[].class).defaultIfEmpty(new byte[0]))
                .flatMap(parts -> handle(
                        KeyedRequest.of(request, parts.getT1(), given.getFirst(), parts.getT2(), secrets),
                        withBody(request, parts.getT2()),
                        handler));
    }

    private Mono<ServerResponse> handle(
            KeyedRequest keyed, ServerRequest request, HandlerFunction<ServerResponse> handler) {
        return keys.claim(keyed).flatMap(claim -> switch (claim) {
            case Claim.Granted(UUID attemptId) -> work(keyed, attemptId, request, handler);
            case Claim.Answered(Answer answer) -> answer.replay();
            case Claim.InUse() ->
                Mono.error(() -> new ApiException(ErrorCode.IDEMPOTENCY_KEY_IN_USE).retryAfter(RETRY));
            case Claim.Lost() -> Mono.error(() -> new ApiException(ErrorCode.IDEMPOTENCY_ANSWER_LOST));
            case Claim.Reused() -> Mono.error(() -> new ApiException(ErrorCode.IDEMPOTENCY_KEY_REUSED));
        });
    }

    private Mono<ServerResponse> work(
            KeyedRequest keyed, UUID attemptId, ServerRequest request, HandlerFunction<ServerResponse> handler) {
        return Mono.defer(() -> handler.handle(request))
                .contextWrite(Context.of(KeyedWork.Attempt.class, new KeyedWork.Attempt(keyed, attemptId)))
                .flatMap(response -> recorder.record(request.exchange(), response))
                .onErrorResume(
                        ApiException.class,
                        problem -> Answer.lasting(problem.code().status().value())
                                ? recorder.record(request.exchange(), problem)
                                : Mono.error(problem))
                .flatMap(answer -> keep(keyed, attemptId, answer).thenReturn(answer))
                .onErrorResume(fault -> release(keyed, attemptId).then(Mono.error(fault)))
                // A client that hangs up and asks again shall find the answer: its leaving does not stop the work.
                .cache()
                .flatMap(Answer::send);
    }

    private Mono<Void> keep(KeyedRequest keyed, UUID attemptId, Answer answer) {
        return answer.lasting()
                // The work is done and the caller must learn so, even if the next one that asks will not.
                ? keys.store(keyed, attemptId, answer).onErrorResume(fault -> notKept("keep an answer", fault))
                : release(keyed, attemptId);
    }

    private Mono<Void> release(KeyedRequest keyed, UUID attemptId) {
        return keys.release(keyed, attemptId).onErrorResume(fault -> notKept("set a key free", fault));
    }

    private static Mono<Void> notKept(String what, Throwable fault) {
        log.warn("Could not {}; its lease will end by itself: {}", what, fault.toString());
        return Mono.empty();
    }

    private Mono<String> caller(ServerRequest request) {
        return request.principal()
                .map(Principal::getName)
                .map(name -> "user:" + name)
                .switchIfEmpty(Mono.fromSupplier(
                        () -> "ip:" + addresses.of(request.exchange().getRequest())));
    }

    private static ServerRequest withBody(ServerRequest request, byte[] body) {
        Flux<DataBuffer> again = Flux.defer(() -> Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(body)));
        return ServerRequest.from(request)
                .body(body.length == 0 ? Flux.empty() : again)
                .build();
    }
}
