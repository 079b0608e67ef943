package io.tollgate.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one line of the table says.
 *
 * @param conditions how the product was configured for it
 * @param connections of the load tool
 * @param ours the median run
 * @param limit the limit's name, or null when there is none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Result(
        String workload,
        String what,
        String conditions,
        int connections,
        Sample ours,
        List<Sample> ourRuns,
        @Nullable String limit,
        @Nullable Sample limitRun,
        List<Sample> limitRuns,
        List<Bar.Judged> must) {

    static Result of(String workload, String what, String conditions, int connections, Sample only) {
        return new Result(
                workload, what, conditions, connections, only, List.of(only), null, null, List.of(), List.of());
    }

    @Nullable Double ratio() {
        return limitRun == null ? null : ours.rate() / limitRun.rate();
    }

    Result held(Bar... bars) {
        List<Bar.Judged> judged =
                List.of(bars).stream().map(bar -> bar.judge(this)).toList();
        return new Result(workload, what, conditions, connections, ours, ourRuns, limit, limitRun, limitRuns, judged);
    }
}
