package io.tollgate.auth.mfa;

import io.tollgate.auth.session.FactorRule;
import java.util.List;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** All kinds of second factors there are. */
@Component
public class SecondFactors implements FactorRule {

    private final ObjectProvider<SecondFactor> beans;

    SecondFactors(ObjectProvider<SecondFactor> beans) {
        this.beans = beans;
    }

    /** True when the user has one, and so must show one. */
    @Override
    public Mono<Boolean> enabled(UUID userId) {
        return own(userId, false).hasElements();
    }

    /** Whether the user could show a factor by this method, whether or not they must. */
    public Mono<Boolean> usable(UUID userId, String method) {
        return factors()
                .filter(factor -> factor.method().equals(method))
                .filterWhen(factor -> factor.enrolled(userId))
                .hasElements();
    }

    /** The methods of which the user must show one; none when nothing beyond the first factor is asked for. */
    public Mono<List<String>> methods(UUID userId) {
        return own(userId, false)
                .map(SecondFactor::method)
                .collectList()
                .flatMap(methods -> methods.isEmpty() ? Mono.just(methods) : withFallbacks(methods, userId));
    }

    /** The factor that the proof is right for. Empty when it is not right. As {@link SecondFactor#verify}. */
    public Mono<SecondFactor> verify(Occasion occasion, Proof proof) {
        return factors()
                .filter(factor -> factor.method().equals(proof.method()))
                .next()
                .filterWhen(factor -> factor.verify(occasion, proof));
    }

    /** Takes the fallbacks away from a user who has nothing left that they could stand in for. Joins the caller's transaction. */
    public Mono<Void> forgetNeedlessFallbacks(UUID userId) {
        return enabled(userId)
                .flatMapMany(enabled -> enabled ? Flux.empty() : factors().filter(SecondFactor::fallback))
                .concatMap(factor -> factor.forget(userId))
                .then();
    }

    /** Joins the caller's transaction. */
    Mono<Void> forgetAll(UUID userId) {
        return factors().concatMap(factor -> factor.forget(userId)).then();
    }

    private Mono<List<String>> withFallbacks(List<String> methods, UUID userId) {
        return Flux.fromIterable(methods)
                .concatWith(own(userId, true).map(SecondFactor::method))
                .collectList();
    }

    private Flux<SecondFactor> own(UUID userId, boolean fallback) {
        return factors().filter(factor -> factor.fallback() == fallback).filterWhen(factor -> factor.enrolled(userId));
    }

    private Flux<SecondFactor> factors() {
        return Flux.fromStream(beans::orderedStream);
    }
}
