package io.tollgate.platform.web;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Makes things for the test routes: counts how often each was made, and lets a test hold up the work on one. */
public final class Workshop {

    private final Map<String, AtomicInteger> made = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> waiting = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> hungUp = new ConcurrentHashMap<>();
    private final Map<String, Sinks.One<Boolean>> gates = new ConcurrentHashMap<>();

    public int made(String name) {
        return counter(made, name).get();
    }

    /** How many have come to the gate. */
    public int waiting(String name) {
        return counter(waiting, name).get();
    }

    /** How many requests of this user the server has seen end before their answer. */
    public int hungUp(String user) {
        return counter(hungUp, user).get();
    }

    void countHangUp(String user) {
        counter(hungUp, user).incrementAndGet();
    }

    /** From now on work on this thing waits until the gate emits. */
    public Sinks.One<Boolean> gate(String name) {
        return gates.computeIfAbsent(name, _ -> Sinks.one());
    }

    Mono<Integer> make(String name) {
        return Mono.defer(() -> open(name)).map(_ -> counter(made, name).incrementAndGet());
    }

    private Mono<Boolean> open(String name) {
        Sinks.One<Boolean> gate = gates.get(name);
        counter(waiting, name).incrementAndGet();
        return gate == null ? Mono.just(true) : gate.asMono();
    }

    private static AtomicInteger counter(Map<String, AtomicInteger> counters, String name) {
        return counters.computeIfAbsent(name, _ -> new AtomicInteger());
    }
}
