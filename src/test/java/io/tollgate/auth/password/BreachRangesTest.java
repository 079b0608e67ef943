package io.tollgate.auth.password;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.MutableClock;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

class BreachRangesTest {

    private final MutableClock clock = new MutableClock();
    private final BreachRanges ranges = new BreachRanges(clock);

    /** Waiting for one another would be waiting on an event loop: BlockHound fails it. */
    @Test
    void letsNobodyWait() {
        Scheduler loops = Schedulers.newParallel("loop", 8);
        try {
            Flux.range(0, 10_000)
                    .parallel(8)
                    .runOn(loops)
                    .doOnNext(i -> {
                        ranges.keep(prefix(i % 300), "lines");
                        assertThat(ranges.find(prefix(i)))
                                .matches(found -> found.isEmpty() || found.get().equals("lines"));
                    })
                    .then()
                    .block();
        } finally {
            loops.dispose();
        }
        assertThat(IntStream.range(0, 300).filter(i -> ranges.find(prefix(i)).isPresent()))
                .hasSizeLessThanOrEqualTo(BreachRanges.MOST)
                .hasSizeGreaterThan(BreachRanges.MOST / 2);
    }

    @Test
    void keepsTheLatestForADay() {
        ranges.keep(prefix(0), "first");
        clock.advance(Duration.ofMillis(1));
        IntStream.range(1, BreachRanges.MOST).forEach(i -> ranges.keep(prefix(i), "lines"));
        assertThat(ranges.find(prefix(0))).contains("first");
        ranges.keep(prefix(BreachRanges.MOST), "last");
        assertThat(ranges.find(prefix(0))).isEmpty();
        assertThat(ranges.find(prefix(BreachRanges.MOST))).contains("last");

        clock.advance(Duration.ofDays(1));
        assertThat(ranges.find(prefix(BreachRanges.MOST))).isEmpty();
    }

    private static String prefix(int i) {
        return "%05X".formatted(i);
    }
}
