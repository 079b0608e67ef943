package io.tollgate.auth.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class NicenessTest {

    @Test
    void lowersTheThreadThatAsksAndNoOther() throws Exception {
        CompletableFuture<Integer> lowered = new CompletableFuture<>();
        Thread.ofPlatform().start(Niceness.giveWay(() -> lowered.complete(ownNiceness())));
        assertThat(lowered.get()).isEqualTo(10);
        assertThat(ownNiceness()).isZero();
    }

    /** What is in proc_pid_sched is for people, and has this since 6.12; without it there is nothing to see. */
    @Test
    void asksForALongSliceSoThatWhoeverIsWokenIsLetIn() throws Exception {
        Optional<Long> ours = ownSlice();
        assumeThat(ours).as("a system that tells its slices").isPresent();
        CompletableFuture<Optional<Long>> lowered = new CompletableFuture<>();
        Thread.ofPlatform().start(Niceness.giveWay(() -> lowered.complete(ownSlice())));
        assertThat(lowered.get()).contains(100_000_000L);
        assertThat(ownSlice()).isEqualTo(ours);
    }

    private static Optional<Long> ownSlice() {
        Path told = Path.of("/proc/thread-self/sched");
        if (!Files.isReadable(told) || !atLeast(6, 12)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(told)) {
            return lines.filter(line -> line.startsWith("se.slice "))
                    .map(line ->
                            Long.valueOf(line.substring(line.indexOf(':') + 1).strip()))
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean atLeast(int major, int minor) {
        String[] version = System.getProperty("os.version").split("[.-]");
        int[] found = {Integer.parseInt(version[0]), Integer.parseInt(version[1])};
        return Arrays.compare(found, new int[] {major, minor}) >= 0;
    }

    /** Field 19 of proc_pid_stat(5), counted behind the name, which may hold blanks. */
    private static int ownNiceness() {
        try {
            String stat = Files.readString(Path.of("/proc/thread-self/stat"));
            return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[16]);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
