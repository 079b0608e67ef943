package io.tollgate;

import java.util.Properties;
import reactor.netty.ReactorNetty;

/**
 * How many event loops Netty gets: one per core. Reactor Netty takes four or more, which on two cores costs a tenth of the
 * requests and several times the p99. It reads its setting once, so this must come before anything touches Netty; who sets
 * {@code -Dreactor.netty.ioWorkerCount} is obeyed.
 */
final class EventLoops {

    /** With one core there are two all the same: one long turn must not hold up everybody. */
    private static final int FEWEST = 2;

    private EventLoops() {}

    static void onePerCore() {
        onePerCore(System.getProperties(), Runtime.getRuntime().availableProcessors());
    }

    static void onePerCore(Properties system, int cores) {
        Object _ = system.putIfAbsent(ReactorNetty.IO_WORKER_COUNT, Integer.toString(Math.max(FEWEST, cores)));
    }
}
