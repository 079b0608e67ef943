package io.tollgate.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** A stranger with a stop watch, who compares what they know to exist with what they want to know of (CWE-208). */
public final class Stopwatch {

    /** Twice as long is what a hash, a mail or a query more would cost; the machine's own noise is below. */
    private static final double MOST = 2.0;

    private static final int ROUNDS = 15;

    /** A difference that is there shows each time; one of a machine that has other things to do does not. */
    private static final int TRIALS = 3;

    /** How often each of the two may be called. */
    public static final int TURNS = ROUNDS * TRIALS;

    private Stopwatch() {}

    /** @param known gets the number of the turn, from 0; answers in the same way as unknown */
    public static void findsNoDifference(String what, IntConsumer known, IntConsumer unknown) {
        findsNoDifference(what, ROUNDS, known, unknown);
    }

    /** @param rounds fewer for what takes long */
    public static void findsNoDifference(String what, int rounds, IntConsumer known, IntConsumer unknown) {
        List<Trial> trials = new ArrayList<>();
        while (trials.stream().noneMatch(Trial::alike)) {
            assertThat(trials).as("%s: %s", what, trials).hasSizeLessThan(TRIALS);
            trials.add(compare(trials.size() * rounds, rounds, known, unknown));
        }
        System.out.println(what + ": " + trials.getLast());
    }

    /** Medians, in µs. */
    private record Trial(long known, long unknown) {
        boolean alike() {
            double ratio = (double) known / unknown;
            return ratio > 1 / MOST && ratio < MOST;
        }
    }

    /** Both in turn, so that whatever else the machine does meets both. */
    private static Trial compare(int first, int rounds, IntConsumer known, IntConsumer unknown) {
        List<Long> ofKnown = new ArrayList<>();
        List<Long> ofUnknown = new ArrayList<>();
        for (int round = first; round < first + rounds; round++) {
            boolean knownFirst = round % 2 == 0;
            if (knownFirst) {
                ofKnown.add(micros(known, round));
            }
            ofUnknown.add(micros(unknown, round));
            if (!knownFirst) {
                ofKnown.add(micros(known, round));
            }
        }
        return new Trial(median(ofKnown), median(ofUnknown));
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
