package io.tollgate.auth.password;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets a thread give way to all others of the process, as {@code nice} does for a program, and at once: who is woken does not wait
 * for it. Java's own thread priorities have no effect on Linux.
 */
final class Niceness {

    /** With this a thread gets about a tenth of what one gets that it competes with, and everything when it is alone. */
    private static final int NICE = 10;

    /**
     * The longest slice of time a thread may ask for: sched_setattr(2). Without it, one that is woken waits for the end of the running
     * thread's slice, and that is noticed at a tick of the clock, every 4 ms at most kernels. From Linux 6.12 on, who has the shorter
     * slice is let in at once; earlier ones let in whoever is less nice.
     */
    private static final long SLICE_NANOS = 100_000_000;

    /** {@code struct sched_attr}: size, policy, flags, nice, priority, runtime (the slice), deadline, period. */
    private static final MemoryLayout ATTRIBUTES = MemoryLayout.structLayout(
            JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG);

    private static final long NICE_AT = 16;
    private static final long SLICE_AT = 24;

    /** The C library has had a function of that name only since 2025. */
    private static final Map<String, Long> SCHED_SETATTR = Map.of("amd64", 314L, "aarch64", 274L);

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
    static boolean lower() {
        if (!System.getProperty("os.name").equals("Linux")) {
            return false;
        }
        Long call = SCHED_SETATTR.get(System.getProperty("os.arch"));
        return (call != null && setAttributes(call)) || setPriority();
    }

    private static boolean setAttributes(long call) {
        MethodHandle function = function(
                "syscall",
                FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, ValueLayout.ADDRESS, JAVA_LONG),
                Linker.Option.firstVariadicArg(1));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attributes = arena.allocate(ATTRIBUTES);
            attributes.set(JAVA_INT, 0, (int) ATTRIBUTES.byteSize());
            attributes.set(JAVA_INT, NICE_AT, NICE);
            attributes.set(JAVA_LONG, SLICE_AT, SLICE_NANOS);
            return function != null && (long) function.invokeExact(call, 0L, attributes, 0L) == 0;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where a container's rules do not let {@link #setAttributes} through. */
    private static boolean setPriority() {
        MethodHandle function = function("setpriority", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
        try {
            return function != null && (int) function.invokeExact(PRIO_PROCESS, CALLING_THREAD, NICE) == 0;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("restricted")
    private static @Nullable MethodHandle function(
            String name, FunctionDescriptor signature, Linker.Option... options) {
        Linker linker = Linker.nativeLinker();
        return linker.defaultLookup()
                .find(name)
                .map(address -> linker.downcallHandle(address, signature, options))
                .orElse(null);
    }
}
