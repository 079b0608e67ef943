package io.tollgate.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * Ours against a limit on the same machine in the same minutes: ours, limit, ours, after a warm-up of both. Whatever else
 * slows the machine slows both.
 */
record Contest(String workload, String what, String conditions, int connections, Run ours, String limit, Run limitRun) {

    /** Loads a server for so many seconds. */
    interface Run {
        Sample go(int seconds) throws Exception;
    }

    /** What two cores compile while they also serve takes minutes, and longer where a request is rare and dear. */
    private static final int WARM_UPS = 6;

    /** Growth from one warm-up to the next that is no longer taken for one. */
    private static final double STEADY = 1.05;

    Result hold(Settings settings, Bar... bars) throws Exception {
        warmUp(settings);
        Sample _ = limitRun.go(settings.warmUp());
        List<Sample> ourRuns = new ArrayList<>();
        List<Sample> limitRuns = new ArrayList<>();
        ourRuns.add(measure("ours", ours, settings));
        for (int round = 0; round < settings.rounds(); round++) {
            limitRuns.add(measure(limit, limitRun, settings));
            ourRuns.add(measure("ours", ours, settings));
        }
        return new Result(
                        workload,
                        what,
                        conditions,
                        connections,
                        Sample.median(ourRuns),
                        ourRuns,
                        limit,
                        Sample.median(limitRuns),
                        limitRuns,
                        List.of())
                .held(bars);
    }

    private void warmUp(Settings settings) throws Exception {
        double best = 0;
        for (int round = 0; round < WARM_UPS; round++) {
            double rate = ours.go(settings.warmUp()).rate();
            Progress.say("%s %s: warm-up %d s, %,.0f/s", workload, what, settings.warmUp(), rate);
            if (rate < STEADY * best) {
                return;
            }
            best = rate;
        }
    }

    private Sample measure(String who, Run run, Settings settings) throws Exception {
        Sample sample = run.go(settings.seconds());
        Progress.say("%s %s: %s %,.0f/s, errors %d", workload, what, who, sample.rate(), sample.errors());
        return sample;
    }
}
