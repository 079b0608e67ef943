package io.tollgate.auth.password;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Lets a thread give way to all others of the process, as {@code nice} does for a program. Java's own thread priorities have
 * no effect on Linux.
 */
final class Niceness {

    /** With this a thread gets about a tenth of what one gets that it competes with, and everything when it is alone. */
    private static final int NICE = 10;

    private static final int CALLING_THREAD = 0;
    private static final int PRIO_PROCESS = 0;

    private Niceness() {}

    /** Runs the task with the calling thread made nice for good. Only Linux knows niceness of a thread. */
    static Runnable giveWay(Runnable task) {
        return () -> {
            boolean _ = lower();
            task.run();
        };
    }

    /** True when the system did it. Lowering needs no privilege: setpriority(2). */
    @SuppressWarnings("restricted")
    static boolean lower() {
        if (!System.getProperty("os.name").equals("Linux")) {
            return false;
        }
        Linker linker = Linker.nativeLinker();
        SymbolLookup lookup = linker.defaultLookup();
        FunctionDescriptor signature = FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
        return lookup.find("setpriority")
                .map(function -> linker.downcallHandle(function, signature))
                .map(Niceness::called)
                .orElse(false);
    }

    private static boolean called(MethodHandle setPriority) {
        try {
            return (int) setPriority.invokeExact(PRIO_PROCESS, CALLING_THREAD, NICE) == 0;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
