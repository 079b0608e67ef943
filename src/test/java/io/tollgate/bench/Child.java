package io.tollgate.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process of the bench: what it prints goes to a file, and it ends at the latest with this JVM. */
final class Child implements AutoCloseable {

    /** {@code /proc/PID/stat} counts CPU in these: USER_HZ is 100 on every Linux architecture. */
    private static final double TICKS_PER_SECOND = 100;

    /** Seconds: who records an AOT cache writes it on the way out. */
    private static final long LONGEST_END = 90;

    private final Process process;
    private final Thread hook;
    private final Path log;

    private Child(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.hook = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    static Child start(List<String> command, Map<String, String> environment, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().putAll(environment);
        return new Child(builder.start(), log);
    }

    /** Runs a command to its end and returns what it printed; fails when it fails or takes too long. */
    static String output(List<String> command, Map<String, String> environment, Path log, int seconds)
            throws IOException, InterruptedException {
        try (Child child = start(command, environment, log)) {
            if (!child.process.waitFor(seconds, TimeUnit.SECONDS) || child.process.exitValue() != 0) {
                throw new IllegalStateException("%s failed: %s; see %s"
                        .formatted(Path.of(command.getFirst()).getFileName(), lastLine(child.printed()), log));
            }
            return child.printed();
        }
    }

    private static String lastLine(String printed) {
        return printed.strip().lines().reduce("nothing printed", (_, line) -> line);
    }

    /** The command line of a JVM like this one. */
    static List<String> java(List<String> options, String... rest) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of(rest));
        return command;
    }

    /** Waits for a moment, or less if the process ends. */
    boolean aliveAfter(long millis) throws InterruptedException {
        return !process.waitFor(millis, TimeUnit.MILLISECONDS);
    }

    String printed() throws IOException {
        return Files.readString(log);
    }

    /** User and system CPU since its start. */
    double cpuSeconds() throws IOException {
        String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
        // The second field is the name in parentheses and may hold blanks; utime and stime are the 14th and 15th.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    long residentMegabytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(0);
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(LONGEST_END, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        Runtime.getRuntime().removeShutdownHook(hook);
    }
}
