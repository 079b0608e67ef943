package io.tollgate.billing.paymob;

import io.tollgate.platform.jobs.JobRun;
import reactor.core.publisher.Mono;

/**
 * What becomes of it that Paymob has called about a transaction. Called at least once per callback and in any order, so it writes inside
 * {@link JobRun#once} and bears repetition.
 */
public interface PaymobListener {

    /**
     * Which transaction it was about is all that is handed on, and that as a hint: nothing of a callback is certain, as
     * {@link PaymobSignature} says. An error has it called again later.
     */
    Mono<Void> heard(long transactionId, JobRun run);
}
