package io.tollgate.platform.redis;

import io.lettuce.core.api.StatefulConnection;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * One connection that comes about in the background, however long Redis takes to appear. Once it stands, Lettuce itself brings
 * it back after each break.
 */
final class RedisLink<C extends StatefulConnection<String, String>> {

    private static final Duration FIRST_RETRY = Duration.ofMillis(100);
    private static final Duration LAST_RETRY = Duration.ofSeconds(1);

    private final Supplier<? extends CompletionStage<C>> connect;
    private final Function<C, Mono<Void>> prepare;
    private final AtomicReference<@Nullable C> connection = new AtomicReference<>();
    private volatile Disposable connecting = Disposables.disposed();

    /** @param prepare what must have worked before the connection is of use */
    RedisLink(Supplier<? extends CompletionStage<C>> connect, Function<C, Mono<Void>> prepare) {
        this.connect = connect;
        this.prepare = prepare;
    }

    void open() {
        connecting = Mono.fromCompletionStage(connect)
                .flatMap(this::prepared)
                .retryWhen(Retry.backoff(Long.MAX_VALUE, FIRST_RETRY).maxBackoff(LAST_RETRY))
                .subscribe(connection::set);
    }

    /** Null until it first stood. It may be broken at any moment: commands then fail at once. */
    @Nullable C connection() {
        return connection.get();
    }

    void close() {
        connecting.dispose();
        C last = connection.getAndSet(null);
        if (last != null) {
            last.closeAsync();
        }
    }

    private Mono<C> prepared(C fresh) {
        return prepare.apply(fresh)
                .thenReturn(fresh)
                .onErrorResume(
                        fault -> Mono.fromCompletionStage(fresh::closeAsync).then(Mono.error(fault)));
    }
}
