package io.tollgate.auth.password;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
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
