package io.tollgate.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** A stranger with a stop watch, who compares what they know to exist with what they want to know of (CWE-208). */
public final class Stopwatch {

    /** Twice as long is what a hash, a mail or a query more would cost; the machine's own noise is below. */
    private static final double MOST = 2.0;

    private Stopwatch() {}

    /**
     * Both in turn, so that whatever else the machine does meets both; compared by their medians.
     *
     * @param known gets the number of the round, from 0; answers in the same way as unknown
     */
    public static void findsNoDifference(String what, int rounds, IntConsumer known, IntConsumer unknown) {
        List<Long> ofKnown = new ArrayList<>();
        List<Long> ofUnknown = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            boolean knownFirst = round % 2 == 0;
            if (knownFirst) {
                ofKnown.add(micros(known, round));
            }
            ofUnknown.add(micros(unknown, round));
            if (!knownFirst) {
                ofKnown.add(micros(known, round));
            }
        }
        double ratio = (double) median(ofKnown) / median(ofUnknown);
        String measured =
                "%s: known %d µs, unknown %d µs, ratio %.2f".formatted(what, median(ofKnown), median(ofUnknown), ratio);
        System.out.println(measured);
        assertThat(ratio).as(measured).isBetween(1 / MOST, MOST);
    }

    private static long micros(IntConsumer call, int round) {
        long begin = System.nanoTime();
        call.accept(round);
        return (System.nanoTime() - begin) / 1_000;
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }
}
