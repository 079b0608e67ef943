package io.tollgate.auth.mfa;

import io.r2dbc.spi.Readable;
import io.tollgate.auth.session.FactorRule;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** All kinds of second factors there are. */
@Component
public class SecondFactors implements FactorRule, SmartInitializingSingleton {

    private final ObjectProvider<SecondFactor> beans;
    private final DatabaseClient db;

    /** Null until every bean is there: nobody may pass for want of a factor that is not known yet. */
    private volatile @Nullable List<SecondFactor> all;

    SecondFactors(ObjectProvider<SecondFactor> beans, DatabaseClient db) {
        this.beans = beans;
        this.db = db;
    }

    /** Now, as some of them need this; and once, as Spring looks through all beans for them. */
    @Override
    public void afterSingletonsInstantiated() {
        all = beans.orderedStream().toList();
    }

    /** True when the user has one, and so must show one. */
    @Override
    public Mono<Boolean> enabled(UUID userId) {
        return enrolled(userId).map(SecondFactors::oneIsWanted);
    }

    /** Whether the user could show a factor by this method, whether or not they must. */
    public Mono<Boolean> usable(UUID userId, String method) {
        return enrolled(userId).map(own -> methods(own).contains(method));
    }

    /**
     * The methods of which the user must show one, fallbacks last; none when nothing beyond the first factor is asked for. A
     * statement of its own: asked after the user's row was locked, it sees what was changed while the lock was waited for.
     */
    public Mono<List<String>> methods(UUID userId) {
        return enrolled(userId).map(own -> oneIsWanted(own) ? methods(own) : List.of());
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

    private static boolean oneIsWanted(List<SecondFactor> own) {
        return own.stream().anyMatch(factor -> !factor.fallback());
    }

    private static List<String> methods(List<SecondFactor> own) {
        return own.stream()
                .sorted(Comparator.comparing(SecondFactor::fallback))
                .map(SecondFactor::method)
                .toList();
    }

    /** One statement for all kinds, however many there are. */
    private Mono<List<SecondFactor>> enrolled(UUID userId) {
        return Mono.defer(() -> {
            List<SecondFactor> kinds = all();
            String conditions = kinds.stream().map(SecondFactor::enrolled).collect(Collectors.joining(", "));
            return db.sql("select " + conditions)
                    .bind("userId", userId)
                    .map(row -> own(kinds, row))
                    .one();
        });
    }

    private static List<SecondFactor> own(List<SecondFactor> kinds, Readable row) {
        return IntStream.range(0, kinds.size())
                .filter(at -> Boolean.TRUE.equals(row.get(at, Boolean.class)))
                .mapToObj(kinds::get)
                .toList();
    }

    private Flux<SecondFactor> factors() {
        return Flux.defer(() -> Flux.fromIterable(all()));
    }

    private List<SecondFactor> all() {
        return Objects.requireNonNull(all, "Asked before the application has started");
    }
}
