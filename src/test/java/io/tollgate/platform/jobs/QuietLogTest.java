package io.tollgate.platform.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class QuietLogTest {

    private final AtomicLong nanos = new AtomicLong(-5);
    private final QuietLog log = new QuietLog(nanos::get);

    @Test
    void warnsOnceInTenSecondsAndCountsTheRest(CapturedOutput output) {
        for (int i = 0; i < 1_000; i++) {
            log.warn("subject", "It broke", new IllegalStateException("at " + i));
        }
        nanos.addAndGet(Duration.ofSeconds(10).toNanos());
        log.warn("subject", "It broke", new IllegalStateException("later"));

        assertThat(output.getOut().lines().filter(line -> line.contains("It broke")))
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).endsWith("It broke: IllegalStateException: at 0"))
                .anySatisfy(line ->
                        assertThat(line).endsWith("It broke: IllegalStateException: later (and 999 more like it)"));
    }

    @Test
    void keepsSubjectsApart(CapturedOutput output) {
        log.warn("one", "First\r\n2026 ERROR {} forged", new IllegalStateException("x"));
        log.warn("two", "Second", new IllegalStateException("y"));
        assertThat(output.getOut()).contains("First 2026 ERROR {} forged: IllegalStateException: x", "Second: ");
    }

    @Test
    void describesAFailureOnOneLineWithItsRoot() {
        Exception failure = new IllegalStateException("out\nside", new IllegalArgumentException("deep\0down"));
        assertThat(Failures.describe(failure))
                .isEqualTo("IllegalStateException: out side, caused by IllegalArgumentException: deep\uFFFDdown");
        assertThat(Failures.describe(new IllegalStateException("x".repeat(5_000))))
                .hasSizeLessThan(1_010);
    }
}
