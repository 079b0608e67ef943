package io.tollgate.platform.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import java.util.List;
import java.util.function.Function;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Commands to Redis over one shared connection; Lettuce pipelines them. Nobody ever waits for a connection: while Redis is
 * known to be down, commands fail at once with {@link RedisUnavailable}, and a ping in the background notices its return.
 *
 * <p>Results arrive on Redis' own I/O thread. Whoever does more than a few lines with them moves to another thread first.
 */
@Component
public class Redis implements SmartLifecycle {

    /** Before everything that answers or works, after everything on the way down. */
    static final int PHASE = -1000;

    private final RedisLink<StatefulRedisConnection<String, String>> link;
    private final RedisState state;
    private final RedisProperties properties;
    private volatile Disposable probing = Disposables.disposed();
    private volatile boolean running;

    Redis(RedisClient client, RedisURI uri, RedisState state, RedisProperties properties) {
        this.link = new RedisLink<>(() -> client.connectAsync(StringCodec.UTF8, uri), connection -> ping(connection));
        this.state = state;
        this.properties = properties;
    }

    /** What was last known; asks nobody. */
    public boolean up() {
        return state.up();
    }

    /** The key under which this deployment keeps a thing: {@code tollgate:<name>}. */
    public String key(String name) {
        return properties.keyPrefix() + name;
    }

    /** One command. Empty where Redis answers nil. */
    public <T> Mono<T> run(Function<RedisAsyncCommands<String, String>, RedisFuture<T>> command) {
        return Mono.defer(() -> {
            StatefulRedisConnection<String, String> connection = link.connection();
            return connection == null || !state.up()
                    ? Mono.error(() -> new RedisUnavailable("Redis is down", null))
                    : send(connection, command);
        });
    }

    /**
     * One round trip; a second one, with the script's text, when Redis has forgotten it. Also {@link RedisUnavailable} when Redis
     * refuses to run it: out of memory, loading, a replica.
     */
    public Mono<List<Long>> eval(RedisScript script, String[] keys, String... arguments) {
        return run(redis -> redis.<List<Long>>evalsha(script.sha1(), ScriptOutputType.MULTI, keys, arguments))
                .onErrorResume(
                        RedisNoScriptException.class,
                        _ -> run(redis -> redis.eval(script.text(), ScriptOutputType.MULTI, keys, arguments)))
                .onErrorMap(
                        RedisCommandExecutionException.class,
                        fault -> new RedisUnavailable("Redis refuses: " + fault.getMessage(), fault));
    }

    @Override
    public void start() {
        running = true;
        link.open();
        probing = Flux.interval(properties.probeInterval())
                .onBackpressureDrop()
                .concatMap(_ -> probe())
                .subscribe();
    }

    @Override
    public void stop() {
        running = false;
        probing.dispose();
        link.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    private Mono<Void> probe() {
        return Mono.justOrEmpty(link.connection())
                .flatMap(this::ping)
                // Its meaning is already in the state.
                .onErrorComplete();
    }

    private Mono<Void> ping(StatefulRedisConnection<String, String> connection) {
        return send(connection, RedisAsyncCommands::ping)
                .doOnNext(_ -> state.answered())
                .then();
    }

    private <T> Mono<T> send(
            StatefulRedisConnection<String, String> connection,
            Function<RedisAsyncCommands<String, String>, RedisFuture<T>> command) {
        return Mono.fromCompletionStage(() -> command.apply(connection.async())).onErrorMap(this::unavailable);
    }

    private Throwable unavailable(Throwable fault) {
        // An error reply is an answer: the command is wrong, or Redis says what it lacks.
        if (fault instanceof RedisCommandExecutionException || !(fault instanceof RedisException)) {
            return fault;
        }
        state.failed(fault);
        return new RedisUnavailable("Redis does not answer", fault);
    }
}
