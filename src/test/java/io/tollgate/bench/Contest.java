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
    Result hold(Settings settings, Bar... bars) throws Exception {
        WarmUp.untilSteady(workload + " " + what, () -> ours.go(settings.warmUp()));
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

    private Sample measure(String who, Run run, Settings settings) throws Exception {
        Sample sample = run.go(settings.seconds());
        Progress.say("%s %s: %s %,.0f/s, errors %d", workload, what, who, sample.rate(), sample.errors());
        return sample;
    }
}
