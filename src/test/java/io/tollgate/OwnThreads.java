package io.tollgate;

import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Threads for what tests do at once, and for what stands in for others: a new one for each task. Reactor's elastic ones are the
 * application's, twenty on two cores: twenty tests that wait on them wait for an answer that nobody is left to give.
 */
public final class OwnThreads {

    public static final Scheduler SCHEDULER = Schedulers.fromExecutor(
            task -> Thread.ofPlatform().daemon().name("own").start(task));

    private OwnThreads() {}
}
