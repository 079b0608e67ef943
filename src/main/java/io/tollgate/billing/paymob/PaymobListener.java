package io.tollgate.billing.paymob;

import io.tollgate.platform.jobs.JobRun;
import reactor.core.publisher.Mono;

/**
 * What a transaction means. Called at least once per callback and in any order, so it writes inside {@link JobRun#once} and
 * bears repetition.
 */
public interface PaymobListener {

    /** An error has it called again later: also where the transaction is ours, but what it belongs to is not yet written. */
    Mono<Void> heard(PaymobTransaction transaction, JobRun run);
}
