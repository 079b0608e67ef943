package io.tollgate.billing.usage;

import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * What became of a batch.
 *
 * @param accepted how many were counted now
 * @param results in the order of the events
 */
record UsageBatchView(long accepted, List<UsageResultView> results) {

    static UsageBatchView of(List<JsonNode> events, List<UsageResult> results) {
        return new UsageBatchView(
                results.stream().filter(UsageResult.ACCEPTED::equals).count(),
                IntStream.range(0, events.size())
                        .mapToObj(i -> UsageResultView.of(events.get(i), results.get(i)))
                        .toList());
    }
}
