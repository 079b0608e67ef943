package io.tollgate.platform.jobs;

import org.springframework.scheduling.support.CronExpression;

/**
 * Work that comes round: at each time of the cron expression (seconds first, UTC) one job is put into the outbox, by one
 * node. Times that passed while no node was up make one job, not many. Declared as a bean; names must differ.
 */
public record Schedule<P>(String name, String cron, JobType<P> type, P payload) {

    public Schedule {
        if (!CronExpression.isValidExpression(cron)) {
            throw new IllegalArgumentException("The schedule " + name + " has no valid cron expression: " + cron);
        }
    }
}
