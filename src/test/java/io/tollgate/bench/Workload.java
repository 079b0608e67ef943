package io.tollgate.bench;

import java.util.function.Consumer;

/** One of the things measured. */
interface Workload {

    /** Hands over each line of the table as soon as it is measured: what fails later does not take it away. */
    void run(Stand stand, Consumer<Result> lines) throws Exception;
}
