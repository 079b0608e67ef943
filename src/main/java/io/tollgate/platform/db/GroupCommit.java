package io.tollgate.platform.db;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.NonTransientDataAccessException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * Many calls, one statement, one commit: what arrives while statements are on their way waits and goes together with the
 * next. A call that finds none on its way goes at once, so nobody waits for company.
 *
 * <p>The statement is one of its own transaction; it takes no part in the caller's. Who stops waiting does not stop it.
 *
 * @param <I> what a caller gives
 * @param <K> what tells calls apart; calls of one key never meet in one statement
 * @param <O> what a caller gets
 */
public final class GroupCommit<I, K, O> {

    /** More rows in one result are a danger: cancelled half-way, they leave the connection unusable. */
    private static final int MOST = 64;

    private final int statements;
    private final int most;
    private final Duration patience;
    private final Backlog<I> backlog;
    private final Function<I, K> key;
    private final Function<List<I>, Mono<Map<K, O>>> statement;

    private final AtomicLong room;
    private final Queue<Call<I, O>> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger running = new AtomicInteger();

    /**
     * @param statements at most on their way at the same time
     * @param patience how long a call waits, and a statement is let run, before it fails with a {@link TimeoutException}: one
     *     that hangs must not keep its place for ever
     * @param statement answers by key; a call without an answer ends empty. When the data of one call fails it (and so all),
     *     it is asked again with each alone
     */
    public GroupCommit(
            int statements, Duration patience, Function<I, K> key, Function<List<I>, Mono<Map<K, O>>> statement) {
        this(statements, MOST, patience, key, statement);
    }

    /** @param most calls that go together; above 64 only if the result's rows do not grow with them */
    public GroupCommit(
            int statements,
            int most,
            Duration patience,
            Function<I, K> key,
            Function<List<I>, Mono<Map<K, O>>> statement) {
        this(statements, most, patience, new Backlog<>(Long.MAX_VALUE, _ -> 1), key, statement);
    }

    /** @param backlog how much may wait: with a database that hangs, it would be all that comes within the patience */
    public GroupCommit(
            int statements,
            int most,
            Duration patience,
            Backlog<I> backlog,
            Function<I, K> key,
            Function<List<I>, Mono<Map<K, O>>> statement) {
        this.statements = statements;
        this.most = most;
        this.patience = patience;
        this.backlog = backlog;
        this.room = new AtomicLong(backlog.most());
        this.key = key;
        this.statement = statement;
    }

    /** Empty when the statement has no answer for it. Errors with {@link BacklogFull}. */
    public Mono<O> submit(I input) {
        Mono<O> answer = Mono.create(sink -> {
            long weight = backlog.weight().applyAsLong(input);
            if (room.addAndGet(-weight) < 0) {
                room.addAndGet(weight);
                sink.error(new BacklogFull());
            } else {
                waiting.add(Call.of(input, sink));
                start();
            }
        });
        return answer.timeout(patience);
    }

    private void start() {
        while (!waiting.isEmpty() && reserve()) {
            List<Call<I, O>> group = next();
            if (group.isEmpty()) {
                running.decrementAndGet();
            } else {
                send(group);
            }
        }
    }

    private boolean reserve() {
        return running.getAndUpdate(now -> Math.min(now + 1, statements)) < statements;
    }

    /** Calls whose key is in the group already stay for the next. */
    private List<Call<I, O>> next() {
        List<Call<I, O>> group = new ArrayList<>();
        List<Call<I, O>> later = new ArrayList<>();
        Set<K> keys = new HashSet<>();
        while (group.size() < most && waiting.poll() instanceof Call<I, O> call) {
            if (!call.abandoned() && !keys.add(key.apply(call.input()))) {
                later.add(call);
                continue;
            }
            room.addAndGet(backlog.weight().applyAsLong(call.input()));
            if (!call.abandoned()) {
                group.add(call);
            }
        }
        waiting.addAll(later);
        return group;
    }

    /** Belongs to all who wait for it, so to none of them: a caller who leaves must not take the others' answers along. */
    private void send(List<Call<I, O>> group) {
        Disposable _ = answered(group).doFinally(_ -> done()).subscribe();
    }

    private void done() {
        running.decrementAndGet();
        start();
    }

    private Mono<Void> answered(List<Call<I, O>> group) {
        return Mono.defer(() -> statement.apply(inputs(group)))
                .timeout(patience)
                .doOnNext(answers -> group.forEach(call -> call.answer(answers.get(key.apply(call.input())))))
                .then()
                .onErrorResume(error -> failed(group, error));
    }

    private Mono<Void> failed(List<Call<I, O>> group, Throwable error) {
        if (group.size() > 1 && isAboutData(error)) {
            return Flux.fromIterable(group)
                    .concatMap(call -> answered(List.of(call)))
                    .then();
        }
        return Mono.fromRunnable(() -> group.forEach(call -> call.fail(error)));
    }

    private static boolean isAboutData(Throwable error) {
        return error instanceof NonTransientDataAccessException
                && !(error instanceof NonTransientDataAccessResourceException);
    }

    private static <I, O> List<I> inputs(List<Call<I, O>> group) {
        return group.stream().map(Call::input).toList();
    }

    private record Call<I, O>(I input, MonoSink<O> sink, AtomicBoolean abandonment) {

        static <I, O> Call<I, O> of(I input, MonoSink<O> sink) {
            AtomicBoolean abandonment = new AtomicBoolean();
            MonoSink<O> _ = sink.onCancel(() -> abandonment.set(true));
            return new Call<>(input, sink, abandonment);
        }

        boolean abandoned() {
            return abandonment.get();
        }

        void answer(@Nullable O value) {
            sink.success(value);
        }

        void fail(Throwable error) {
            sink.error(error);
        }
    }
}
